import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import './side-list.css';

/** The column at the left of a list page. In a narrow window only its icons are left. */
export function SideList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav className="side-list" aria-label={label}>
      {children}
    </nav>
  );
}

export function SideTitle({ children }: { readonly children: string }) {
  return <h2 className="side-list__title">{children}</h2>;
}

export interface SideChoiceProps {
  readonly name: string;
  readonly icon: LucideIcon;
  /** How much is in it; empty while nobody knows. */
  readonly countText: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** One line of the column: what the middle of the page shows once it is chosen. */
export function SideChoice({ name, icon, countText, isChosen, onChoose }: SideChoiceProps) {
  return (
    <li>
      <button
        type="button"
        className={classNames('side-choice', isChosen && 'side-choice--chosen')}
        aria-current={isChosen ? 'page' : undefined}
        title={name}
        onClick={onChoose}
      >
        <Icon of={icon} />
        <span className="side-choice__name">{name}</span>
        <span className="side-choice__count">{countText}</span>
      </button>
    </li>
  );
}
