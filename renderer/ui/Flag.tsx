import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './flag.css';

export type FlagLevel = 'good' | 'check' | 'repeat' | 'critical' | 'unknown' | 'judging';

export interface FlagProps {
  readonly level: FlagLevel;
  /** The word for readers when no word stands beside the flag. */
  readonly label?: string | undefined;
  /** Edge in px, 12 to 150; 14 is the size of a row. */
  readonly sizePx?: number;
}

/** Each level has a shape of its own, so that no meaning hangs on the hue alone. */
export function Flag({ level, label, sizePx = 14 }: FlagProps) {
  return (
    <svg
      className={classNames('flag', `flag--${level}`, level === 'judging' && 'flag--turning')}
      viewBox="0 0 14 14"
      style={sizePx === 14 ? undefined : { width: sizePx, height: sizePx }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {shapes[level]}
    </svg>
  );
}

const round = { strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const cut = { fill: 'none', stroke: 'var(--on-flag)', ...round } as const;
const drawn = { fill: 'none', stroke: 'currentColor', ...round } as const;

/** On a grid of 14 by 14; symbols of filled flags are cut out in `--on-flag`. */
const shapes: Readonly<Record<FlagLevel, ReactNode>> = {
  good: (
    <>
      <circle cx="7" cy="7" r="5.6" {...drawn} strokeWidth="1.3" />
      <path d="M4.4 7.2l1.9 1.9 3.4-4" {...drawn} strokeWidth="1.4" />
    </>
  ),
  check: (
    <>
      <path d="M7 1.6L12.9 12.2H1.1z" {...drawn} fill="currentColor" strokeWidth="1.2" />
      <path d="M7 5.2v3.2" {...cut} strokeWidth="1.6" />
      <circle cx="7" cy="10.6" r=".95" fill="var(--on-flag)" />
    </>
  ),
  repeat: (
    <>
      <rect x=".8" y=".8" width="12.4" height="12.4" rx="1.6" fill="currentColor" />
      <path d="M4 5.2h4.1a2.35 2.35 0 0 1 0 4.7H5.2" {...cut} strokeWidth="1.5" />
      <path d="M6 3.1L3.9 5.2 6 7.3" {...cut} strokeWidth="1.5" />
    </>
  ),
  critical: (
    <>
      <path d="M4.2.7h5.6L13.3 4.2v5.6L9.8 13.3H4.2L.7 9.8V4.2z" fill="currentColor" />
      <path d="M4.9 4.9l4.2 4.2M9.1 4.9L4.9 9.1" {...cut} strokeWidth="1.7" />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="7"
        cy="7"
        r="5.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        strokeDasharray="2.2 1.6"
      />
      <path d="M5.5 5.6a1.6 1.6 0 1 1 2.2 1.5c-.5.2-.7.5-.7 1" {...drawn} strokeWidth="1.3" />
      <circle cx="7" cy="10" r=".8" fill="currentColor" />
    </>
  ),
  judging: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="var(--chart-band)" strokeWidth="1.5" />
      <path d="M7 1.6a5.4 5.4 0 0 1 5.4 5.4" {...drawn} strokeWidth="1.5" />
    </>
  ),
};
