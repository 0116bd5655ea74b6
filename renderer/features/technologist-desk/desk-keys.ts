import type { KeySheetPart } from '../../ui/KeySheet.tsx';

/** What `?` shows over the technologist desk. */
export const deskKeys: readonly KeySheetPart[] = [
  {
    title: 'To decide',
    lines: [
      { keys: ['↑', '↓'], does: 'Study before, study after' },
      { keys: ['1'], does: 'Fine: keep the image' },
      { keys: ['2'], does: 'Repeat it' },
      { keys: ['3'], does: 'Reject it, then 1 to 7 for the reason' },
      { keys: ['Enter'], does: 'Open the study' },
    ],
  },
  {
    title: 'Rooms',
    lines: [
      { keys: ['F11'], does: 'Room view' },
      { keys: ['Alt 1', 'Alt 2', 'Alt 3'], does: 'Worklist, technologist desk, quality ledger' },
      { keys: ['?'], does: 'These keys' },
    ],
  },
];
