import type { KeySheetPart } from '../../ui/KeySheet.tsx';
import { keyCapText, viewerKeys, type KeyBinding } from './viewer-commands.ts';

const order: readonly KeyBinding['part'][] = ['Images', 'Tools', 'View', 'Window', 'Quality', 'Study'];

const mouse: KeySheetPart = {
  title: 'Mouse',
  lines: [
    { keys: ['Left'], does: 'Tool' },
    { keys: ['Right'], does: 'Zoom' },
    { keys: ['Middle'], does: 'Pan' },
    { keys: ['Wheel'], does: 'Scroll' },
    { keys: ['Ctrl Wheel'], does: 'Zoom where the pointer is' },
  ],
};

/** Every key of the viewer, as `?` shows them. */
export const keySheetParts: readonly KeySheetPart[] = [
  ...order.map((title) => ({
    title,
    lines: viewerKeys
      .filter((binding) => binding.part === title)
      .map((binding) => ({ keys: [keyCapText(binding)], does: binding.does })),
  })),
  mouse,
];
