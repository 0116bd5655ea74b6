import { vrForm } from '../vr.ts';

/** How the elements of a data set or an item are encoded. */
export interface Encoding {
  readonly isImplicitVr: boolean;
  readonly isBigEndian: boolean;
}

/** A decoded element header. One object is used again and again: copy what you keep. */
export interface ElementHeader {
  tag: number;
  /** Null for items, delimiters and Implicit VR: the dictionary knows. */
  vr: string | null;
  /** `UNDEFINED_LENGTH` or the length of the value in bytes. */
  length: number;
  /** Bytes that the header itself takes: 8 or 12. */
  size: number;
  /** The two VR bytes name no VR of the standard. */
  isOddVr: boolean;
}

export const UNDEFINED_LENGTH = 0xffffffff;
const DELIMITER_GROUP = 0xfffe;
const isCapital = (byte = 0) => byte >= 0x41 && byte <= 0x5a;
export const isPrintable = (byte = 0) => byte >= 0x20 && byte <= 0x7e;

function u16(bytes: Buffer, at: number, isBigEndian: boolean): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  return isBigEndian ? (first << 8) | second : (second << 8) | first;
}

function u32(bytes: Buffer, at: number, isBigEndian: boolean): number {
  const low = u16(bytes, isBigEndian ? at + 2 : at, isBigEndian);
  return u16(bytes, isBigEndian ? at : at + 2, isBigEndian) * 0x10000 + low;
}

/**
 * Reads the element header at `at`, of which `available` bytes (at least 8) are there.
 *
 * @returns false when the header is longer than what is there: come back with 12 bytes
 * @see DICOM PS3.5 section 7.1
 */
export function readElementHeader(
  bytes: Buffer,
  at: number,
  available: number,
  { isImplicitVr, isBigEndian }: Encoding,
  into: ElementHeader,
): boolean {
  const group = u16(bytes, at, isBigEndian);
  into.tag = group * 0x10000 + u16(bytes, at + 2, isBigEndian);
  into.isOddVr = false;
  if (isImplicitVr || group === DELIMITER_GROUP) {
    return readImplicit(bytes, at, isBigEndian, into);
  }
  const form = vrForm(u16(bytes, at + 4, true));
  if (form) return readExplicit(bytes, at, available, isBigEndian, form.isLong, form.name, into);
  into.isOddVr = true;
  // Not letters at all: some writers fall back to Implicit VR in the middle of an explicit data set.
  if (!isPrintable(bytes[at + 4]) || !isPrintable(bytes[at + 5])) {
    return readImplicit(bytes, at, isBigEndian, into);
  }
  // A VR that was registered after this table has the long form (PS3.5 section 7.1.2); misspelt ones have the short.
  const isNewer = isCapital(bytes[at + 4]) && isCapital(bytes[at + 5]) && u16(bytes, at + 6, true) === 0;
  return readExplicit(bytes, at, available, isBigEndian, isNewer, 'UN', into);
}

function readExplicit(
  bytes: Buffer,
  at: number,
  available: number,
  isBigEndian: boolean,
  isLong: boolean,
  vr: string,
  into: ElementHeader,
): boolean {
  into.vr = vr;
  into.size = isLong ? 12 : 8;
  if (available < into.size) return false;
  into.length = isLong ? u32(bytes, at + 8, isBigEndian) : u16(bytes, at + 6, isBigEndian);
  return true;
}

function readImplicit(bytes: Buffer, at: number, isBigEndian: boolean, into: ElementHeader): true {
  into.vr = null;
  into.size = 8;
  into.length = u32(bytes, at + 4, isBigEndian);
  return true;
}

/** Whether the bytes at `at` look like the header of an explicit element: two letters of a known VR behind the tag. */
export function looksExplicit(bytes: Buffer, at: number): boolean {
  return vrForm(((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0)) !== null;
}
