import type { CineTiming } from '../metadata/frame-description.ts';

/** When nothing says how fast: slow enough to look at slices, fast enough to see a movement. */
const DEFAULT_RATE_HZ = 10;
/** Faster than any screen shows. */
const SHORTEST_MS = 1000 / 120;
const LONGEST_MS = 10_000;

/** How long each frame stands, in order, and where that comes from. */
export interface CinePlan {
  readonly delaysMs: readonly number[];
  readonly source: 'frame-time' | 'frame-time-vector' | 'cine-rate' | 'recommended-rate' | 'default';
}

/** True frame time first, then the rate the device meant it to be shown at (PS3.3 C.7.6.5). */
export function planCine(timing: CineTiming | null, frameCount: number): CinePlan {
  const vector = timing?.frameTimeVectorMs ?? [];
  if (vector.length === frameCount && frameCount > 1 && vector.slice(1).every((ms) => ms > 0)) {
    // Entry n is the time from frame n-1 to n: frame n stands until n+1 comes; the last as long as the one before.
    const delays = [...vector.slice(1), vector[frameCount - 1] ?? 0];
    return { delaysMs: delays.map(bounded), source: 'frame-time-vector' };
  }
  if (timing?.frameTimeMs) return steady(timing.frameTimeMs, frameCount, 'frame-time');
  if (timing?.cineRateHz) return steady(1000 / timing.cineRateHz, frameCount, 'cine-rate');
  if (timing?.recommendedRateHz)
    return steady(1000 / timing.recommendedRateHz, frameCount, 'recommended-rate');
  return steady(1000 / DEFAULT_RATE_HZ, frameCount, 'default');
}

export function framesPerSecond({ delaysMs }: CinePlan): number {
  const totalMs = delaysMs.reduce((sum, ms) => sum + ms, 0);
  return totalMs === 0 ? 0 : (delaysMs.length * 1000) / totalMs;
}

/**
 * @param elapsedMs since frame `from` came on the screen
 * @returns the frame that is due, around the end and on, and how long it has been due
 */
export function frameDue(
  plan: CinePlan,
  from: number,
  elapsedMs: number,
): { readonly index: number; readonly sinceMs: number } {
  const count = plan.delaysMs.length;
  const totalMs = plan.delaysMs.reduce((sum, ms) => sum + ms, 0);
  if (count === 0 || totalMs <= 0) return { index: from, sinceMs: 0 };
  let index = from;
  let left = elapsedMs % totalMs;
  for (let delay = plan.delaysMs[index] ?? totalMs; left >= delay; delay = plan.delaysMs[index] ?? totalMs) {
    left -= delay;
    index = (index + 1) % count;
  }
  return { index, sinceMs: left };
}

function steady(ms: number, frameCount: number, source: CinePlan['source']): CinePlan {
  return { delaysMs: Array.from({ length: frameCount }, () => bounded(ms)), source };
}

function bounded(ms: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, ms));
}
