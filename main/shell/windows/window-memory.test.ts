import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aTemporaryFolder } from '../../../test/support/temporary-folder.ts';
import { placeWindow, readWindowMemory, writeWindowMemory } from './window-memory.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };

describe('placeWindow', () => {
  it('opens where the window was', () => {
    const bounds = { x: 100, y: 50, width: 1400, height: 900 };
    expect(placeWindow(bounds, [screen])).toEqual(bounds);
  });

  it.each([
    ['right of every screen', { x: 1900, y: 50, width: 1400, height: 900 }],
    ['on a screen that was unplugged', { x: -1800, y: 50, width: 1400, height: 900 }],
    ['with its title bar above the screen', { x: 100, y: -40, width: 1400, height: 900 }],
    ['with its title bar below the screen', { x: 100, y: 1030, width: 1400, height: 900 }],
  ])('opens in the middle when the window was %s', (_where, bounds) => {
    expect(placeWindow(bounds, [screen])).toEqual({ width: 1600, height: 1000 });
  });

  it('fits a small screen, but never under the smallest size', () => {
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1366, height: 728 }])).toEqual({
      width: 1366,
      height: 728,
    });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 800, height: 600 }])).toEqual({
      width: 1024,
      height: 700,
    });
  });
});

describe('readWindowMemory', () => {
  it('gives back what was written', () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'desktop/window.json');
    const memory = {
      bounds: { x: 1, y: 2, width: 1100, height: 800 },
      isMaximized: true,
      knowsBackground: true,
    };
    writeWindowMemory(file, memory);
    expect(readWindowMemory(file)).toEqual(memory);
  });

  it('takes a damaged file for none', () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'window.json');
    writeFileSync(file, '{"bounds":{"x":"left"');
    expect(readWindowMemory(file)).toEqual({ bounds: null, isMaximized: false, knowsBackground: false });
  });
});
