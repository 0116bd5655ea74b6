import {
  readBytes,
  readItems,
  readNumber,
  readNumbers,
  readText,
  readTexts,
  type DicomJsonDataSet,
} from './dicom-json.ts';

export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** Window Center, Window Width and their function (PS3.3 C.11.2.1.2), in values after the modality LUT. */
export interface VoiWindow {
  readonly center: number;
  readonly width: number;
  readonly voiFunction: VoiFunction;
}

/** A LUT by explicit values: input at or below `firstValue` gives the first entry, beyond the end the last one. */
export interface LookupTable {
  readonly firstValue: number;
  readonly entries: Uint16Array;
  /** Bits of an entry that are used. */
  readonly bits: number;
  readonly explanation: string;
}

/** Stored values to what they mean (PS3.3 C.11.1). */
export type ModalityTransform =
  | { readonly kind: 'linear'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'table'; readonly table: LookupTable };

export interface Grayscale {
  readonly modality: ModalityTransform;
  readonly windows: readonly (VoiWindow & { readonly explanation: string })[];
  readonly voiTable: LookupTable | null;
  /** Low values bright: MONOCHROME1, or Presentation LUT Shape INVERSE (PS3.3 C.11.6). */
  readonly isInverse: boolean;
}

export function readGrayscale(frame: DicomJsonDataSet, isSigned: boolean): Grayscale {
  const modalityTable = readTable(readItems(frame, '00283000')[0], isSigned);
  const slope = readNumber(frame, '00281053') ?? 1;
  return {
    modality: modalityTable
      ? { kind: 'table', table: modalityTable }
      : {
          kind: 'linear',
          slope: slope === 0 ? 1 : slope,
          intercept: readNumber(frame, '00281052') ?? 0,
        },
    windows: readWindows(frame),
    voiTable: readTable(readItems(frame, '00283010')[0], isSigned),
    isInverse:
      readText(frame, '00280004').toUpperCase() === 'MONOCHROME1' ||
      readText(frame, '20500020').toUpperCase() === 'INVERSE',
  };
}

function readWindows(frame: DicomJsonDataSet): Grayscale['windows'] {
  const centers = readNumbers(frame, '00281050');
  const widths = readNumbers(frame, '00281051');
  const explanations = readTexts(frame, '00281055');
  const voiFunction = toVoiFunction(readText(frame, '00281056'));
  return centers.flatMap((center, index) => {
    const width = widths[index];
    // Width below 1 is not allowed for LINEAR, nor 0 or less for the others (PS3.3 C.11.2.1.2).
    if (width === undefined || width <= 0 || (voiFunction === 'LINEAR' && width < 1)) return [];
    return [{ center, width, voiFunction, explanation: explanations[index] ?? '' }];
  });
}

function toVoiFunction(text: string): VoiFunction {
  const name = text.toUpperCase();
  return name === 'SIGMOID' || name === 'LINEAR_EXACT' ? name : 'LINEAR';
}

/** Modality LUT and VOI LUT Sequence items are built alike (PS3.3 C.11.1.1.1). */
function readTable(item: DicomJsonDataSet | undefined, isSigned: boolean): LookupTable | null {
  if (!item) return null;
  const [declaredCount, declaredFirst, bits] = readNumbers(item, '00283002');
  const bytes = readBytes(item, '00283006');
  if (declaredCount === undefined || declaredFirst === undefined || bits === undefined || !bytes) return null;
  const count = declaredCount === 0 ? 0x10000 : declaredCount;
  const entries = toEntries(bytes, count);
  if (!entries) return null;
  const firstValue = isSigned && declaredFirst > 0x7fff ? declaredFirst - 0x10000 : declaredFirst;
  return { firstValue, entries, bits: usedBits(entries, bits), explanation: readText(item, '00283003') };
}

function toEntries(bytes: Uint8Array, count: number): Uint16Array | null {
  if (bytes.length >= count * 2) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint16Array.from({ length: count }, (_, index) => view.getUint16(index * 2, true));
  }
  return bytes.length >= count && count > 0 ? Uint16Array.from(bytes.subarray(0, count)) : null;
}

/** Devices write 16 where they fill 12: the largest entry tells, as DCMTK reads it. */
function usedBits(entries: Uint16Array, declaredBits: number): number {
  const largest = entries.reduce((max, entry) => Math.max(max, entry), 0);
  const needed = Math.max(1, Math.ceil(Math.log2(largest + 1)));
  return declaredBits < 1 || declaredBits > 16 || largest >= 2 ** declaredBits ? needed : declaredBits;
}
