/** Whether a key belongs to a text field, a menu or a dialog: single letters then mean themselves. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Whether a menu or a dialog is in front, which has keys of its own. */
export function isCovered(page: Document): boolean {
  return page.querySelector('[role=dialog], [role=menu]') !== null;
}
