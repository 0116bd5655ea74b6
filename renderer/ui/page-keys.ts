/** Whether a key belongs to a text field: single letters then mean themselves. */
export function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Whether a menu or a dialog is in front, which has keys of its own. */
export function isCovered(page: Document): boolean {
  return page.querySelector('[role=dialog], [role=menu]') !== null;
}

/** Whether Enter or Space presses the button or link that has the focus. */
export function isPress({ key, target }: KeyboardEvent): boolean {
  return (
    (key === 'Enter' || key === ' ') && target instanceof Element && target.closest('button, a') !== null
  );
}

/** A key as a table of keys names it: single letters in lower case, others as they are. */
export function keyName({ key }: KeyboardEvent): string {
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Moves the row of the keyboard. */
export interface RowStep {
  readonly does: 'step';
  readonly by: number;
}

/** Rows that a page key moves by. */
const PAGE_ROWS = 20;
const TO_THE_END = 1_000_000;

/** Keys that move through the rows of any list. */
export const rowSteps: Readonly<Record<string, RowStep>> = {
  ArrowUp: { does: 'step', by: -1 },
  ArrowDown: { does: 'step', by: 1 },
  PageUp: { does: 'step', by: -PAGE_ROWS },
  PageDown: { does: 'step', by: PAGE_ROWS },
  Home: { does: 'step', by: -TO_THE_END },
  End: { does: 'step', by: TO_THE_END },
};
