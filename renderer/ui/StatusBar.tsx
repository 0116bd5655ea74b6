import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './status-bar.css';

/** The lowest line of the window. */
export function StatusBar({ children }: { readonly children: ReactNode }) {
  return (
    <footer className="status-bar" aria-label="State of the station">
      {children}
    </footer>
  );
}

export interface StatusItemProps {
  /** At the right end, without a line. */
  readonly isLast?: boolean;
  readonly isOnlyWide?: boolean;
  readonly children: ReactNode;
}

export function StatusItem({ isLast, isOnlyWide, children }: StatusItemProps) {
  return (
    <span
      className={classNames(
        'status-bar__item',
        isLast && 'status-bar__item--last',
        isOnlyWide && 'u-only-wide',
      )}
    >
      {children}
    </span>
  );
}
