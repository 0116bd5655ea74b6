import { describe, expect, it } from 'vitest';
import type { CineTiming } from '../metadata/frame-description.ts';
import { frameDue, framesPerSecond, planCine } from './cine-timing.ts';

const nothing: CineTiming = {
  frameTimeMs: null,
  frameTimeVectorMs: [],
  cineRateHz: null,
  recommendedRateHz: null,
};

describe('planCine', () => {
  it.each([
    {
      name: 'Frame Time',
      timing: { ...nothing, frameTimeMs: 40, cineRateHz: 10 },
      rate: 25,
      source: 'frame-time',
    },
    {
      name: 'Cine Rate',
      timing: { ...nothing, cineRateHz: 30, recommendedRateHz: 5 },
      rate: 30,
      source: 'cine-rate',
    },
    {
      name: 'the recommended rate',
      timing: { ...nothing, recommendedRateHz: 15 },
      rate: 15,
      source: 'recommended-rate',
    },
    { name: 'ten a second when nothing is said', timing: nothing, rate: 10, source: 'default' },
    { name: 'ten a second without a header', timing: null, rate: 10, source: 'default' },
  ])('follows $name', ({ timing, rate, source }) => {
    const plan = planCine(timing, 4);
    expect(plan.source).toBe(source);
    expect(framesPerSecond(plan)).toBeCloseTo(rate, 6);
  });

  it('gives each frame its own time from Frame Time Vector', () => {
    const timing = { ...nothing, frameTimeVectorMs: [0, 50, 100, 20], frameTimeMs: 40 };
    expect(planCine(timing, 4).delaysMs).toEqual([50, 100, 20, 20]);
  });

  it('does not trust a vector of another length', () => {
    expect(planCine({ ...nothing, frameTimeVectorMs: [0, 50], frameTimeMs: 40 }, 4).source).toBe(
      'frame-time',
    );
  });

  it('never runs faster than a screen or slower than a slide show', () => {
    expect(framesPerSecond(planCine({ ...nothing, frameTimeMs: 0.001 }, 3))).toBeLessThanOrEqual(121);
    expect(planCine({ ...nothing, frameTimeMs: 1e9 }, 3).delaysMs[0]).toBe(10_000);
  });
});

describe('frameDue', () => {
  const plan = planCine({ ...nothing, frameTimeVectorMs: [0, 50, 100, 20] }, 4);

  it.each([
    { elapsedMs: 0, index: 0, sinceMs: 0 },
    { elapsedMs: 49, index: 0, sinceMs: 49 },
    { elapsedMs: 50, index: 1, sinceMs: 0 },
    { elapsedMs: 160, index: 2, sinceMs: 10 },
    { elapsedMs: 190, index: 0, sinceMs: 0 },
    { elapsedMs: 190 * 1000 + 60, index: 1, sinceMs: 10 },
  ])('shows frame $index after $elapsedMs ms', ({ elapsedMs, index, sinceMs }) => {
    expect(frameDue(plan, 0, elapsedMs)).toEqual({ index, sinceMs });
  });

  it('goes around from any frame', () => {
    expect(frameDue(plan, 3, 20)).toEqual({ index: 0, sinceMs: 0 });
  });
});
