import type { KeySheetPart } from '../../ui/KeySheet.tsx';

/** What `?` shows over the scheduled steps. */
export const procedureKeys: readonly KeySheetPart[] = [
  {
    title: 'List',
    lines: [
      { keys: ['↑', '↓'], does: 'Row before, row after' },
      { keys: ['Home', 'End'], does: 'First row, last row' },
      { keys: ['Enter'], does: 'Edit the step' },
      { keys: ['O'], does: 'Open the study that came for it' },
      { keys: ['/'], does: 'Filter by name, ID or description' },
      { keys: ['Esc'], does: 'Let changes in, no filter' },
    ],
  },
  {
    title: 'Steps',
    lines: [
      { keys: ['N'], does: 'New step' },
      { keys: ['I'], does: 'Import a list' },
      { keys: ['A'], does: 'The patient has arrived, or not yet' },
      { keys: ['Delete'], does: 'Remove the step' },
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

export type ProcedureKeyAction =
  | { readonly does: 'step'; readonly by: number }
  | {
      readonly does:
        | 'edit'
        | 'open-study'
        | 'new'
        | 'import'
        | 'toggle-arrived'
        | 'remove'
        | 'focus-filter'
        | 'step-back'
        | 'show-keys';
    };

const TO_THE_END = 1_000_000;

const keys: Readonly<Record<string, ProcedureKeyAction>> = {
  ArrowUp: { does: 'step', by: -1 },
  ArrowDown: { does: 'step', by: 1 },
  PageUp: { does: 'step', by: -20 },
  PageDown: { does: 'step', by: 20 },
  Home: { does: 'step', by: -TO_THE_END },
  End: { does: 'step', by: TO_THE_END },
  Enter: { does: 'edit' },
  o: { does: 'open-study' },
  n: { does: 'new' },
  i: { does: 'import' },
  a: { does: 'toggle-arrived' },
  Delete: { does: 'remove' },
  '/': { does: 'focus-filter' },
  Escape: { does: 'step-back' },
  '?': { does: 'show-keys' },
};

/** What a key means on this page; null when it belongs to a field, a button, a menu or a dialog. */
export function toProcedureAction(event: KeyboardEvent): ProcedureKeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return null;
  return keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

function isTaken(event: KeyboardEvent): boolean {
  if (document.querySelector('[role=dialog], [role=menu]') !== null) return true;
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest('input, textarea, select, [contenteditable]') !== null) return true;
  const isPress = event.key === 'Enter' || event.key === ' ';
  return isPress && event.target.closest('button, a') !== null;
}
