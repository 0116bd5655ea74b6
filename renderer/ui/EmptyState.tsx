import type { ReactNode } from 'react';
import './state.css';

export interface EmptyStateProps {
  readonly title: string;
  /** What this place is for, or why nothing is in it. */
  readonly lead: ReactNode;
  readonly children?: ReactNode;
}

export function EmptyState({ title, lead, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <div className="empty-state__content">
        <h1 className="empty-state__title">{title}</h1>
        <p className="empty-state__lead">{lead}</p>
        {children}
      </div>
    </div>
  );
}
