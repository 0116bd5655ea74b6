import { isCovered, isPress, isTyping } from '../../ui/page-keys.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import type { HeldList } from './use-held-list.ts';
import { toKeyAction, type WorklistKeyAction } from './worklist-keys.ts';
import type { WorklistStore } from './worklist-store.ts';

export interface WorklistKeyParts {
  readonly isActive: boolean;
  readonly store: WorklistStore;
  readonly held: HeldList;
  readonly onOpen: () => void;
  readonly onFocusFilter: () => void;
  readonly onFocusList: () => void;
  readonly onTogglePreview: () => void;
  readonly onShowKeys: () => void;
  readonly onSetStatus: (digit: string) => void;
}

/** Keys of the worklist. They act wherever the focus is on this page, except in fields, menus and dialogs. */
export function useWorklistKeys(parts: WorklistKeyParts): void {
  useWindowKeys((event) => {
    if (!parts.isActive || event.defaultPrevented || isTyping(event) || isCovered(document)) return;
    const action = toKeyAction(event);
    if (action === null || isPress(event)) return;
    event.preventDefault();
    act(action, parts);
  });
}

function act(action: WorklistKeyAction, parts: WorklistKeyParts): void {
  switch (action.does) {
    case 'step':
      parts.onFocusList();
      parts.held.hold('keyboard');
      parts.store.step(action.by);
      return;
    case 'open':
      parts.onOpen();
      return;
    case 'toggle-preview':
      parts.onTogglePreview();
      return;
    case 'focus-filter':
      parts.onFocusFilter();
      return;
    case 'step-back':
      stepBack(parts);
      return;
    case 'show-keys':
      parts.onShowKeys();
      return;
    case 'set-status':
      parts.onSetStatus(action.digit);
      return;
  }
}

/** One step at a time: what waits comes in, then the order of the house comes back, then the filter goes. */
function stepBack({ store, held }: WorklistKeyParts): void {
  const { waitingCount, query } = store.state.get();
  held.letGoAll();
  if (waitingCount > 0) return;
  if (query.sort !== null) store.changeQuery({ sort: null });
  else if (query.text !== '') store.changeQuery({ text: '' });
}
