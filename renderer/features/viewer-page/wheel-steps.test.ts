import { describe, expect, it } from 'vitest';
import { createWheelSteps } from './wheel-steps.ts';

const px = (deltaY: number) => ({ deltaY, deltaMode: 0 });

describe('createWheelSteps', () => {
  it.each([
    { name: 'a notch of 100 px', move: px(100), steps: 1 },
    { name: 'a notch of 120 px', move: px(-120), steps: -1 },
    { name: 'two notches in one event', move: px(240), steps: 2 },
    { name: 'a notch of three lines', move: { deltaY: 3, deltaMode: 1 }, steps: 1 },
  ])('gives $steps for $name', ({ move, steps }) => {
    expect(createWheelSteps()(move)).toBe(steps);
  });

  it('adds up the small movements of a touch pad', () => {
    const take = createWheelSteps();
    expect([10, 10, 10, 10, 10, 10].map((delta) => take(px(delta)))).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it('answers at once when the fingers turn back', () => {
    const take = createWheelSteps();
    take(px(29));
    expect([-10, -10, -10].reduce((steps, delta) => steps + take(px(delta)), 0)).toBe(-1);
  });
});
