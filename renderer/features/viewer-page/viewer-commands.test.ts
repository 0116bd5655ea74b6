import { describe, expect, it } from 'vitest';
import { keySheetParts } from './key-sheet-parts.ts';
import { commandOfKey, keyCapText, viewerKeys } from './viewer-commands.ts';

const bare = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

describe('the keys of the viewer', () => {
  it('are each bound once', () => {
    const keys = viewerKeys.map((binding) => keyCapText(binding));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(viewerKeys.map((binding) => ({ binding, cap: keyCapText(binding) })))(
    '$cap reaches its command',
    ({ binding }) => {
      const pressed = {
        ...bare,
        key: binding.key,
        shiftKey: binding.modifier === 'shift',
        ctrlKey: binding.modifier === 'ctrl',
      };
      expect(commandOfKey(pressed)).toEqual(binding.command);
    },
  );

  it.each([
    { key: 'W', does: 'tool' },
    { key: 'ArrowDown', does: 'step' },
    { key: 'PageUp', does: 'series' },
  ])('$key is found as browsers name it', ({ key, does }) => {
    expect(commandOfKey({ ...bare, key })?.kind).toBe(does);
  });

  it.each(['=', '?', '4'])('%s works on keyboards where it needs Shift', (key) => {
    expect(commandOfKey({ ...bare, key, shiftKey: true })).toEqual(commandOfKey({ ...bare, key }));
    expect(commandOfKey({ ...bare, key })).not.toBeNull();
  });

  it('leaves keys of the system alone', () => {
    expect(commandOfKey({ ...bare, key: 'F4', altKey: true })).toBeNull();
    expect(commandOfKey({ ...bare, key: 'r', ctrlKey: true })).toBeNull();
    expect(commandOfKey({ ...bare, key: 'W', shiftKey: true })).toBeNull();
  });

  it('all stand on the key sheet', () => {
    const listed = keySheetParts.flatMap((part) => part.lines.flatMap((line) => line.keys));
    for (const binding of viewerKeys) expect(listed).toContain(keyCapText(binding));
  });
});
