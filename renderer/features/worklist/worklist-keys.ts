import type { KeySheetPart } from '../../ui/KeySheet.tsx';
import { rowSteps, type RowStep } from '../../ui/page-keys.ts';

/** What `?` shows over the worklist. */
export const worklistKeys: readonly KeySheetPart[] = [
  {
    title: 'List',
    lines: [
      { keys: ['↑', '↓'], does: 'Row before, row after' },
      { keys: ['PgUp', 'PgDn'], does: 'A page up or down' },
      { keys: ['Home', 'End'], does: 'First row, last row' },
      { keys: ['Enter'], does: 'Open the study' },
      { keys: ['Space'], does: 'Show or hide the preview' },
      { keys: ['/'], does: 'Filter by name, ID or study' },
      { keys: ['Esc'], does: 'Let new studies in, arrival order, no filter' },
    ],
  },
  {
    title: 'Reading status of the row',
    lines: [
      { keys: ['Ctrl 1'], does: 'Unread' },
      { keys: ['Ctrl 2'], does: 'Reading' },
      { keys: ['Ctrl 4'], does: 'Final' },
    ],
  },
  {
    title: 'Quality, in the preview',
    lines: [
      { keys: ['J'], does: 'Agree with what was found' },
      { keys: ['Shift J'], does: 'Overrule it, then 1 to 4 for the reason' },
    ],
  },
  {
    title: 'Everywhere',
    lines: [
      { keys: ['Alt 1', 'Alt 2', 'Alt 3'], does: 'Worklist, technologist desk, quality ledger' },
      { keys: ['Ctrl Tab'], does: 'Next open study' },
      { keys: ['?'], does: 'These keys' },
    ],
  },
];

export type WorklistKeyAction =
  | RowStep
  | { readonly does: 'open' | 'toggle-preview' | 'focus-filter' | 'step-back' | 'show-keys' }
  | { readonly does: 'set-status'; readonly digit: string };

const plainKeys: Readonly<Record<string, WorklistKeyAction>> = {
  ...rowSteps,
  Enter: { does: 'open' },
  ' ': { does: 'toggle-preview' },
  '/': { does: 'focus-filter' },
  Escape: { does: 'step-back' },
  '?': { does: 'show-keys' },
};

/** What a key means while the list, and no field, menu or button, has it. */
export function toKeyAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): WorklistKeyAction | null {
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) {
    return /^[1-4]$/.test(event.key) ? { does: 'set-status', digit: event.key } : null;
  }
  return plainKeys[event.key] ?? null;
}
