import type { LookupTable } from '../voi-transform.ts';

/** Inputs before the first entry take the first, those behind the last take the last; inputs are rounded to whole ones. */
export function lookUp({ firstMapped, entries }: LookupTable, value: number): number {
  const index = Math.round(value) - firstMapped;
  return entries[Math.min(Math.max(index, 0), entries.length - 1)] ?? 0;
}
