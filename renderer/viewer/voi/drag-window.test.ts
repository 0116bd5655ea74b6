import { describe, expect, it } from 'vitest';
import { dragWindow } from './drag-window.ts';

const brain = { center: 40, width: 80, voiFunction: 'LINEAR' } as const;

describe('dragWindow', () => {
  it('widens to the right and narrows to the left', () => {
    expect(dragWindow(brain, { x: 10, y: 0 }, 4000).width).toBeGreaterThan(80);
    expect(dragWindow(brain, { x: -10, y: 0 }, 4000).width).toBeLessThan(80);
  });

  it('gets brighter upwards: the centre falls', () => {
    expect(dragWindow(brain, { x: 0, y: -10 }, 4000).center).toBeLessThan(40);
  });

  it('never gets narrower than the function allows', () => {
    expect(dragWindow(brain, { x: -100_000, y: 0 }, 4000).width).toBe(1);
  });

  it('moves a wide window faster than a narrow one', () => {
    const bone = { ...brain, width: 2500 };
    const step = dragWindow(bone, { x: 10, y: 0 }, 4000).width - 2500;
    expect(step).toBeGreaterThan(dragWindow(brain, { x: 10, y: 0 }, 4000).width - 80);
  });

  it('can set values between 0 and 1 finely', () => {
    const suv = { center: 0.5, width: 1, voiFunction: 'LINEAR_EXACT' } as const;
    const { width } = dragWindow(suv, { x: 1, y: 0 }, 1);
    expect(width).toBeGreaterThan(1);
    expect(width).toBeLessThan(1.1);
  });
});
