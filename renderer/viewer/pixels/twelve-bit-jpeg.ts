import type { Samples } from './decoded-frame.ts';

/**
 * The loader's decoder for JPEG of 12 bits scales the level shift of 8 bits (2056 / 16) instead of taking that of 12
 * (2048), so every value comes out 15 too high, one in eight of them 16. Measured against DCMTK. Never below zero.
 */
const LEVEL_SHIFT_ERROR = 15;

export function withoutLevelShiftError(samples: Samples): Samples {
  return Uint16Array.from(samples, (value) => Math.max(0, value - LEVEL_SHIFT_ERROR));
}
