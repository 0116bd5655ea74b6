import type { ReactNode } from 'react';
import { Flag, type FlagLevel } from './Flag.tsx';
import './notice.css';

export interface NoticeProps {
  readonly level: FlagLevel | 'info';
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons at the end. */
  readonly actions?: ReactNode;
  /** `bar` runs across a region; `card` stands in it. */
  readonly shape?: 'bar' | 'card';
}

/** First the fact, then the cause and what to press. Critical ones are announced at once. */
export function Notice({ level, title, children, actions, shape = 'card' }: NoticeProps) {
  return (
    <div
      className={`notice notice--${shape} notice--${level}`}
      role={level === 'critical' ? 'alert' : 'status'}
    >
      {level !== 'info' && <Flag level={level} label={level === 'judging' ? 'Working' : undefined} />}
      <div className="notice__words">
        <strong className="notice__title">{title}</strong>
        {children !== undefined && children !== '' && <span className="notice__detail">{children}</span>}
      </div>
      {actions !== undefined && <div className="notice__actions">{actions}</div>}
    </div>
  );
}
