import { readBytes, readNumber, readNumbers, readText, type DicomJsonDataSet } from './dicom-json.ts';

/** How pixels are encoded (PS3.3 C.7.6.3). */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly photometricInterpretation: string;
  /** 0: RGBRGB, 1: RRGGBB. */
  readonly planarConfiguration: 0 | 1;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly kind: 'integer' | 'float' | 'double';
  readonly palette: Palette | null;
  /** Stored values that mean "no picture here" (0028,0120) and (0028,0121), both ends included. */
  readonly padding: { readonly low: number; readonly high: number } | null;
}

/** Palette Color Lookup Tables (PS3.3 C.7.6.3.1.5), 8 bits a channel. */
export interface Palette {
  readonly firstValue: number;
  readonly red: Uint8Array;
  readonly green: Uint8Array;
  readonly blue: Uint8Array;
}

export function readPixelFormat(frame: DicomJsonDataSet): PixelFormat {
  const bitsAllocated = readNumber(frame, '00280100') ?? 0;
  const bitsStored = readNumber(frame, '00280101') ?? bitsAllocated;
  const isSigned = readNumber(frame, '00280103') === 1;
  const photometricInterpretation = readText(frame, '00280004').toUpperCase();
  return {
    rows: readNumber(frame, '00280010') ?? 0,
    columns: readNumber(frame, '00280011') ?? 0,
    samplesPerPixel: readNumber(frame, '00280002') ?? 1,
    photometricInterpretation,
    planarConfiguration: readNumber(frame, '00280006') === 1 ? 1 : 0,
    bitsAllocated,
    bitsStored: bitsStored > 0 && bitsStored <= bitsAllocated ? bitsStored : bitsAllocated,
    highBit: readNumber(frame, '00280102') ?? bitsStored - 1,
    isSigned,
    kind: '7FE00009' in frame ? 'double' : '7FE00008' in frame ? 'float' : 'integer',
    palette: photometricInterpretation === 'PALETTE COLOR' ? readPalette(frame) : null,
    padding: readPadding(frame, bitsStored, isSigned),
  };
}

export function isColour(format: PixelFormat): boolean {
  return format.samplesPerPixel > 1 || format.photometricInterpretation === 'PALETTE COLOR';
}

function readPadding(frame: DicomJsonDataSet, bitsStored: number, isSigned: boolean): PixelFormat['padding'] {
  const value = readNumber(frame, '00280120');
  if (value === undefined) return null;
  const limit = readNumber(frame, '00280121') ?? value;
  const [a, b] = [asStored(value, bitsStored, isSigned), asStored(limit, bitsStored, isSigned)];
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

/** The element's VR is US or SS; implicit VR files are often read with the other one. */
function asStored(value: number, bitsStored: number, isSigned: boolean): number {
  if (isSigned && value >= 2 ** (bitsStored - 1) && bitsStored > 0)
    return value - 2 ** Math.max(bitsStored, 16);
  if (!isSigned && value < 0) return value + 0x10000;
  return value;
}

function readPalette(frame: DicomJsonDataSet): Palette | null {
  const [declaredCount, firstValue, bits] = readNumbers(frame, '00281101');
  if (declaredCount === undefined || firstValue === undefined || bits === undefined) return null;
  const count = declaredCount === 0 ? 0x10000 : declaredCount; // PS3.3 C.7.6.3.1.5
  const tables = ['00281201', '00281202', '00281203'].map((tag) => readBytes(frame, tag));
  const [red, green, blue] = tables.map((table) => (table ? toEightBit(table, count) : null));
  return red && green && blue ? { firstValue, red, green, blue } : null;
}

/** Tables of one byte an entry exist although the descriptor says 16 bits, and the other way round: the length decides. */
function toEightBit(table: Uint8Array, count: number): Uint8Array | null {
  if (table.length >= count * 2) {
    const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
    const words = Uint16Array.from({ length: count }, (_, index) => view.getUint16(index * 2, true));
    const isWide = words.some((word) => word > 0xff);
    return Uint8Array.from(words, (word) => (isWide ? word >> 8 : word));
  }
  return table.length >= count ? table.slice(0, count) : null;
}
