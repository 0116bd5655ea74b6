import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';
import './button.css';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  /** Its accessible name, and what the tooltip says. */
  readonly label: string;
  readonly keyCap?: string | undefined;
}

/** An icon alone: its word and its key are in the tooltip. */
export function IconButton({ icon, label, keyCap, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keyCap={keyCap}>
      <button type="button" {...rest} aria-label={label} className={classNames('icon-button', className)}>
        <Icon of={icon} />
      </button>
    </Tooltip>
  );
}
