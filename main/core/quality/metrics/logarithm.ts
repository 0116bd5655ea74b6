/** Added before a logarithm, so that nothing becomes -6 and not minus infinity. */
export const EPSILON = 1e-6;

/** log10 of a value that is not negative; -6 for nothing. */
export function log10(value: number): number {
  return Math.log10(Math.max(value, 0) + EPSILON);
}
