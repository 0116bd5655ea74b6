import type { LookupTable, VoiWindow } from '../metadata/grayscale.ts';

/** Brightness from 0 to 1 of a value after the modality LUT (PS3.3 C.11.2.1.2.1 and C.11.2.1.3). */
export function windowOutput(value: number, { center, width, voiFunction }: VoiWindow): number {
  switch (voiFunction) {
    case 'LINEAR':
      // For width 1 this is a threshold: both bounds fall together.
      if (value <= center - 0.5 - (width - 1) / 2) return 0;
      if (value > center - 0.5 + (width - 1) / 2) return 1;
      return (value - (center - 0.5)) / (width - 1) + 0.5;
    case 'LINEAR_EXACT':
      if (value <= center - width / 2) return 0;
      if (value > center + width / 2) return 1;
      return (value - center) / width + 0.5;
    case 'SIGMOID':
      return 1 / (1 + Math.exp((-4 * (value - center)) / width));
  }
}

/** Entry of a table for a value; values before and beyond the table get its ends (PS3.3 C.11.1.1.1). */
export function tableEntry(value: number, table: LookupTable): number {
  const index = Math.round(value) - table.firstValue;
  const last = table.entries.length - 1;
  return table.entries[index < 0 ? 0 : index > last ? last : index] ?? 0;
}

/** Brightness from 0 to 1 of a value that goes through a VOI LUT. */
export function voiTableOutput(value: number, table: LookupTable): number {
  return Math.min(1, tableEntry(value, table) / (2 ** table.bits - 1));
}
