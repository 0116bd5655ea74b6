import type { KeySheetPart } from '../../ui/KeySheet.tsx';
import { isCovered, isTyping, keyName } from '../../ui/page-keys.ts';

/** What `?` shows over callers and devices. */
export const networkKeys: readonly KeySheetPart[] = [
  {
    title: 'Those who wait',
    lines: [
      { keys: ['Tab'], does: 'To the next card, to its buttons, to the table' },
      { keys: ['↑', '↓'], does: 'Card before, card after' },
      { keys: ['Enter'], does: 'Accept the card as a device' },
    ],
  },
  {
    title: 'Known devices',
    lines: [
      { keys: ['↑', '↓'], does: 'Device before, device after' },
      { keys: ['Enter'], does: 'Edit the device' },
      { keys: ['Delete'], does: 'Remove the device' },
      { keys: ['N'], does: 'Add a device by hand' },
    ],
  },
  {
    title: 'Connection test',
    lines: [
      { keys: ['F5'], does: 'Test, or test again' },
      { keys: ['Ctrl C'], does: 'Copy the message for them' },
    ],
  },
  {
    title: 'Encryption',
    lines: [{ keys: ['C'], does: 'Certificates and the encrypted port' }],
  },
  {
    title: 'Everywhere',
    lines: [
      { keys: ['Esc'], does: 'Let changes in' },
      { keys: ['Ctrl Tab'], does: 'Next page or open study' },
      { keys: ['?'], does: 'These keys' },
    ],
  },
];

export type NetworkKeyAction = 'new' | 'certificates' | 'test' | 'copy' | 'step-back' | 'show-keys';

/** What a key means on this page; null when it belongs to a field, a menu, a dialog or marked text. */
export function toNetworkAction(event: KeyboardEvent): NetworkKeyAction | null {
  if (event.altKey || event.defaultPrevented) return null;
  if (isCovered(document)) return null;
  const isChord = event.ctrlKey || event.metaKey;
  if (event.key === 'F5') return isChord ? null : 'test';
  if (isTyping(event)) return null;
  if (isChord) return event.key.toLowerCase() === 'c' && !isTextMarked() ? 'copy' : null;
  return keys[keyName(event)] ?? null;
}

const keys: Readonly<Record<string, NetworkKeyAction>> = {
  n: 'new',
  c: 'certificates',
  Escape: 'step-back',
  '?': 'show-keys',
};

/** `Ctrl C` then copies the text, as everywhere. */
function isTextMarked(): boolean {
  return document.getSelection()?.isCollapsed === false;
}
