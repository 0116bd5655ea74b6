import type { ReactNode } from 'react';
import { Flag } from './Flag.tsx';
import './state.css';

export interface ErrorStateProps {
  /** What happened. */
  readonly title: string;
  /** The cause, whose side it is on, and what still works. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  /** Codes stay available: small and last. */
  readonly code?: string | undefined;
  readonly level?: 'repeat' | 'critical';
}

export function ErrorState({ title, children, actions, code, level = 'critical' }: ErrorStateProps) {
  return (
    <div className="error-state" role="alert">
      <div className={`error-state__card error-state__card--${level}`}>
        <h2 className="error-state__title">
          <Flag level={level} />
          {title}
        </h2>
        <div className="error-state__cause">{children}</div>
        {actions !== undefined && <div className="error-state__actions">{actions}</div>}
        {code !== undefined && <p className="error-state__code u-selectable">{code}</p>}
      </div>
    </div>
  );
}
