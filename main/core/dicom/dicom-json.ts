import { characterSetOf, parseDecimal, readNumbers, toPersonName, trimPadding } from './attribute-reader.ts';
import type { CharacterSet } from './charset/character-set.ts';
import type { DataElement, DataSet } from './data-set.ts';
import type { ScannedDataSet } from './scanned-data-set.ts';
import { TAG, toTagHex } from './tag.ts';
import { toLittleEndian } from './to-little-endian.ts';

/** A data set in the DICOM JSON model (PS3.18 Annex F): elements by tag, eight upper-case hex digits. */
export type DicomJson = Record<string, DicomJsonElement>;

interface DicomJsonElement {
  readonly vr: string;
  readonly Value?: readonly DicomJsonValue[];
  /** Base64 of the little endian bytes. */
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

type DicomJsonValue = string | number | null | DicomJsonName | DicomJson;

interface DicomJsonName {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

/** Longer binary values are left out, because nobody asks for them by their metadata. Lookup tables always stand inline. */
const MAX_INLINE_BYTES = 1024;
/** Relative to the address of the instance: its frames are what serves the pixels. */
const PIXELS_URI = 'frames';
/** The text of JSON is UTF-8, and so is what it says of itself (PS3.18 section F.2). */
const JSON_CHARACTER_SET = 'ISO_IR 192';
const PIXEL_DATA_TAGS = [TAG.floatPixelData, TAG.doubleFloatPixelData, TAG.pixelData];
const LAST_DATA_GROUP = 0xfffb;
const FIRST_DATA_GROUP = 0x0004;

/** Metadata of an instance for DICOMweb, made once at ingest. Text is decoded, values lose their padding. */
export function toDicomJson(scanned: Pick<ScannedDataSet, 'header'>): DicomJson {
  const json = toJson(scanned.header, undefined);
  for (const tag of PIXEL_DATA_TAGS) {
    const element = scanned.header.elements.get(tag);
    if (element) json[toTagHex(tag)] = { vr: element.vr, BulkDataURI: PIXELS_URI };
  }
  return json;
}

function toJson(dataSet: DataSet, inherited: CharacterSet | undefined): DicomJson {
  const characterSet = characterSetOf(dataSet, inherited);
  const json: DicomJson = {};
  for (const element of dataSet.elements.values()) {
    if (!isData(element.tag)) continue;
    const converted = toElement(element, dataSet.isBigEndian, characterSet);
    if (converted) json[toTagHex(element.tag)] = converted;
  }
  return json;
}

/** Neither a group length, nor file meta, nor padding. */
function isData(tag: number): boolean {
  const group = tag >>> 16;
  return (tag & 0xffff) !== 0 && group >= FIRST_DATA_GROUP && group <= LAST_DATA_GROUP;
}

/** @returns null for a value that is left out */
function toElement(
  element: DataElement,
  isBigEndian: boolean,
  characterSet: CharacterSet,
): DicomJsonElement | null {
  const { tag, vr, value, items } = element;
  if (items) {
    if (items.length === 0) return { vr: 'SQ' };
    return { vr: 'SQ', Value: items.map((item) => toJson(item, characterSet)) };
  }
  if (value === null) return null;
  if (value.length === 0) return { vr };
  if (tag === TAG.specificCharacterSet) return { vr, Value: [JSON_CHARACTER_SET] };
  if (/^(O.|UN)$/.test(vr)) return toBinary(tag, vr, value, isBigEndian);
  const values = (CONVERTERS[vr] ?? toCodes)(value, isBigEndian, characterSet, vr);
  return values.length === 1 && values[0] === null ? { vr } : { vr, Value: values };
}

function toBinary(tag: number, vr: string, value: Buffer, isBigEndian: boolean): DicomJsonElement | null {
  const isLookupTable =
    (tag >= 0x00281201 && tag <= 0x00281203) ||
    (tag >= 0x00281221 && tag <= 0x00281223) ||
    tag === 0x00283006;
  if (value.length > MAX_INLINE_BYTES && !isLookupTable) return null;
  const bytes = isBigEndian ? toLittleEndian(vr, value) : value;
  return { vr, InlineBinary: bytes.toString('base64') };
}

type Converter = (
  value: Buffer,
  isBigEndian: boolean,
  characterSet: CharacterSet,
  vr: string,
) => readonly DicomJsonValue[];

const toTexts: Converter = (value, _, characterSet) =>
  characterSet.decode(value, 'values').split('\\').map(toText);
const toOneText: Converter = (value, _, characterSet) => [
  characterSet.decode(value, 'text').replace(/[ \0]+$/, '') || null,
];
const toNumbers: Converter = (value, isBigEndian, _, vr) =>
  readNumbers(vr, value, isBigEndian).map(toJsonNumber);
const toStringNumbers: Converter = (value) => value.toString('latin1').split('\\').map(toNumberOrText);

/** Values of everything that is neither a sequence nor binary (PS3.18 Table F.2.3-1), by VR. */
const CONVERTERS: Readonly<Record<string, Converter>> = {
  PN: (value, _, characterSet) => characterSet.decode(value, 'names').split('\\').map(toName),
  LO: toTexts,
  SH: toTexts,
  UC: toTexts,
  LT: toOneText,
  ST: toOneText,
  UT: toOneText,
  UR: (value) => [toText(value.toString('latin1'))],
  DS: toStringNumbers,
  IS: toStringNumbers,
  AT: toTags,
  SV: toLongNumbers,
  UV: toLongNumbers,
  US: toNumbers,
  SS: toNumbers,
  UL: toNumbers,
  SL: toNumbers,
  FL: toNumbers,
  FD: toNumbers,
};

/** AE, AS, CS, DA, DT, TM and UI have the default repertoire whatever the character set says (PS3.5 section 6.2). */
const toCodes: Converter = (value) => value.toString('latin1').split('\\').map(toText);

function toText(text: string): string | null {
  return trimPadding(text) || null;
}

function toName(text: string): DicomJsonName | null {
  const { alphabetic, ideographic, phonetic } = toPersonName(text);
  if (alphabetic === '' && ideographic === '' && phonetic === '') return null;
  return {
    ...(alphabetic === '' ? {} : { Alphabetic: alphabetic }),
    ...(ideographic === '' ? {} : { Ideographic: ideographic }),
    ...(phonetic === '' ? {} : { Phonetic: phonetic }),
  };
}

/** A number where it is one, else what was written: `1,5` and `NaN` are no reason to lose a value. */
function toNumberOrText(text: string): number | string | null {
  const trimmed = trimPadding(text);
  if (trimmed === '') return null;
  const number = parseDecimal(trimmed);
  return Number.isFinite(number) ? number : trimmed;
}

/** JSON has no word for these numbers; the names are those of PS3.18 section F.2.3.1. */
function toJsonNumber(value: number): number | string {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'inf' : '-inf';
}

function toTags(value: Buffer, isBigEndian: boolean): readonly string[] {
  const words = readNumbers('US', value, isBigEndian);
  return Array.from({ length: words.length >> 1 }, (_, index) =>
    toTagHex((words[2 * index] ?? 0) * 0x10000 + (words[2 * index + 1] ?? 0)),
  );
}

/** As text where a number of JSON would lose digits (PS3.18 section F.2.3.1). */
function toLongNumbers(
  value: Buffer,
  isBigEndian: boolean,
  _: CharacterSet,
  vr: string,
): readonly (number | string)[] {
  const bytes = isBigEndian ? toLittleEndian('OV', value) : value;
  return Array.from({ length: bytes.length >> 3 }, (__, index) => {
    const long = vr === 'SV' ? bytes.readBigInt64LE(index * 8) : bytes.readBigUInt64LE(index * 8);
    const number = Number(long);
    return Number.isSafeInteger(number) ? number : long.toString();
  });
}
