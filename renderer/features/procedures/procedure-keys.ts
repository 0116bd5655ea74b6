import type { KeySheetPart } from '../../ui/KeySheet.tsx';
import { isCovered, isPress, isTyping, keyName, rowSteps, type RowStep } from '../../ui/page-keys.ts';

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
  | RowStep
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

const keys: Readonly<Record<string, ProcedureKeyAction>> = {
  ...rowSteps,
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
  return keys[keyName(event)] ?? null;
}

function isTaken(event: KeyboardEvent): boolean {
  return isCovered(document) || isTyping(event) || isPress(event);
}
