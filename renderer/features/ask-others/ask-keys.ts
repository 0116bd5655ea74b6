import type { KeySheetPart } from '../../ui/KeySheet.tsx';
import { isCovered, isPress, isTyping, keyName, rowSteps, type RowStep } from '../../ui/page-keys.ts';

/** What `?` shows over this page. */
export const askKeys: readonly KeySheetPart[] = [
  {
    title: 'Question',
    lines: [
      { keys: ['/'], does: 'To the patient name' },
      { keys: ['Enter'], does: 'Ask, from any field' },
      { keys: ['Esc'], does: 'Stop asking, then untick all rows' },
    ],
  },
  {
    title: 'Answers',
    lines: [
      { keys: ['↑', '↓'], does: 'Row before, row after' },
      { keys: ['Home', 'End'], does: 'First row, last row' },
      { keys: ['Space'], does: 'Tick the row, or untick it' },
      { keys: ['A'], does: 'Tick all rows, or none' },
      { keys: ['Enter', 'F'], does: 'Fetch what is ticked, else the row' },
      { keys: ['O'], does: 'Open the study, once it is here' },
    ],
  },
  {
    title: 'Everywhere',
    lines: [
      { keys: ['Ctrl Tab'], does: 'Next page or open study' },
      { keys: ['?'], does: 'These keys' },
    ],
  },
];

export type AskKeyAction =
  | RowStep
  | {
      readonly does:
        'fetch' | 'toggle' | 'toggle-all' | 'open-study' | 'focus-form' | 'step-back' | 'show-keys';
    };

const keys: Readonly<Record<string, AskKeyAction>> = {
  ...rowSteps,
  Enter: { does: 'fetch' },
  f: { does: 'fetch' },
  ' ': { does: 'toggle' },
  a: { does: 'toggle-all' },
  o: { does: 'open-study' },
  '/': { does: 'focus-form' },
  Escape: { does: 'step-back' },
  '?': { does: 'show-keys' },
};

/** What a key means on this page; null when it belongs to a field, a button, a menu or a dialog. */
export function toAskAction(event: KeyboardEvent): AskKeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return null;
  return keys[keyName(event)] ?? null;
}

function isTaken(event: KeyboardEvent): boolean {
  return isCovered(document) || (isTyping(event) && event.key !== 'Escape') || isPress(event);
}
