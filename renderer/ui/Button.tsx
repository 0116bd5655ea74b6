import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { JudgingArc } from './JudgingArc.tsx';
import { KeyCap } from './KeyCap.tsx';
import { Tooltip } from './Tooltip.tsx';
import './button.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly variant?: 'primary' | 'normal' | 'ghost' | 'danger';
  readonly size?: 'normal' | 'large';
  /** The key that does the same, shown beside the word. */
  readonly keyCap?: string | undefined;
  /** Why it cannot be pressed now. The button stays reachable, so that focus and pointer can read this. */
  readonly disabledReason?: string | undefined;
  /** What is going on, in the -ing form; shown with an arc instead of the word. */
  readonly busyText?: string | undefined;
  readonly children: ReactNode;
}

export function Button({
  variant = 'normal',
  size = 'normal',
  keyCap,
  disabledReason,
  busyText,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const isInactive = disabledReason !== undefined || busyText !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={isInactive || undefined}
      aria-keyshortcuts={keyCap && toShortcut(keyCap)}
      aria-busy={busyText !== undefined || undefined}
      className={classNames(
        'button',
        `button--${variant}`,
        size === 'large' && 'button--large',
        disabledReason !== undefined && 'button--off',
        className,
      )}
      onClick={isInactive ? undefined : onClick}
    >
      {busyText === undefined ? (
        children
      ) : (
        <>
          <JudgingArc /> {busyText}
        </>
      )}
      {keyCap !== undefined && busyText === undefined && <KeyCap isSilent>{keyCap}</KeyCap>}
    </button>
  );
  return disabledReason === undefined ? button : <Tooltip text={disabledReason}>{button}</Tooltip>;
}

/** `Ctrl C` as readers want it: `Control+C`. */
function toShortcut(keyCap: string): string {
  return keyCap.replace('Ctrl', 'Control').replaceAll(' ', '+');
}
