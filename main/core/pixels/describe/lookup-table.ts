import type { LookupTable } from '../voi-transform.ts';
import type { DicomJsonItem } from './dicom-json.ts';
import { entryCount, readEntries } from './table-entries.ts';

const LUT_DESCRIPTOR = '00283002';
const LUT_DATA = '00283006';
const MAX_BITS = 16;

/**
 * An item of a Modality or VOI LUT Sequence (PS3.3 sections C.11.1.1 and C.11.2.1.1).
 *
 * @param isSigned whether inputs may be negative: then a first input above 32,767 was written as unsigned
 * @returns undefined when there is none, or it makes no sense
 */
export function readLookupTable(item: DicomJsonItem | undefined, isSigned: boolean): LookupTable | undefined {
  const [described, first, bits] = item?.numbers(LUT_DESCRIPTOR) ?? [];
  if (item === undefined || described === undefined || first === undefined || bits === undefined)
    return undefined;
  if (bits < 8 || bits > MAX_BITS) return undefined;
  const count = entryCount(described);
  const data = item.bytes(LUT_DATA);
  const entries = data
    ? readEntries(data, count, bits === 8 ? 8 : 16)
    : Uint16Array.from(item.numbers(LUT_DATA)).subarray(0, count);
  if (entries.length === 0) return undefined;
  return { firstMapped: isSigned && first > 0x7fff ? first - 0x10000 : first, bits, entries };
}
