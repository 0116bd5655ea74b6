import { DEFAULT_CHARACTER_SET, parseCharacterSet, type CharacterSet } from './charset/character-set.ts';
import type { DataSet } from './data-set.ts';
import type { PersonName } from './instance-header.ts';
import { TAG } from './tag.ts';

const NO_NAME: PersonName = { alphabetic: '', ideographic: '', phonetic: '' };

/** The character set of a data set; an item without one of its own has that of what holds it (PS3.3 section C.12.1.1.2). */
export function characterSetOf(
  dataSet: DataSet,
  inherited: CharacterSet = DEFAULT_CHARACTER_SET,
): CharacterSet {
  const value = dataSet.elements.get(TAG.specificCharacterSet)?.value;
  return value ? parseCharacterSet(value.toString('latin1')) : inherited;
}

/** Reads attributes of one data set or item as text and numbers. What is absent, empty or unreadable is '' or null. */
export class AttributeReader {
  readonly #dataSet: DataSet;
  readonly characterSet: CharacterSet;

  constructor(dataSet: DataSet, inherited?: CharacterSet) {
    this.#dataSet = dataSet;
    this.characterSet = characterSetOf(dataSet, inherited);
  }

  /** Text of the default character repertoire (AE, CS, DA, DS, IS, TM, UI …): the first value, without padding. */
  code(tag: number): string {
    return firstValue(this.codes(tag));
  }

  /** All values of such text, with the `\` between them. */
  codes(tag: number): string {
    const value = this.#dataSet.elements.get(tag)?.value;
    return value ? trimPadding(value.toString('latin1')) : '';
  }

  /** Text in the character set of the data set (LO, SH …): the first value, without padding. */
  text(tag: number): string {
    const value = this.#dataSet.elements.get(tag)?.value;
    return value ? firstValue(trimPadding(this.characterSet.decode(value, 'values'))) : '';
  }

  personName(tag: number): PersonName {
    const value = this.#dataSet.elements.get(tag)?.value;
    return value ? toPersonName(firstValue(this.characterSet.decode(value, 'names'))) : NO_NAME;
  }

  /** Decimal and integer strings, and the binary numbers; all values, or null when one of them is no number. */
  numbers(tag: number): readonly number[] | null {
    const element = this.#dataSet.elements.get(tag);
    if (!element?.value || element.value.length === 0) return null;
    const numbers = readNumbers(element.vr, element.value, this.#dataSet.isBigEndian);
    return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : null;
  }

  /** First value of `numbers`. */
  number(tag: number): number | null {
    return this.numbers(tag)?.[0] ?? null;
  }

  /** First value, when it is a whole number. */
  integer(tag: number): number | null {
    const value = this.number(tag);
    return value !== null && Number.isSafeInteger(value) ? value : null;
  }

  /** Items of a sequence; none when it is absent. */
  items(tag: number): readonly AttributeReader[] {
    const items = this.#dataSet.elements.get(tag)?.items ?? [];
    return items.map((item) => new AttributeReader(item, this.characterSet));
  }
}

/** Byte length and reader of a value for each VR of binary numbers. */
type NumberReader = readonly [
  size: number,
  read: (bytes: Buffer, at: number, isBigEndian: boolean) => number,
];
const NUMBER_READERS: Readonly<Record<string, NumberReader>> = {
  US: [2, (bytes, at, isBigEndian) => (isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at))],
  OW: [2, (bytes, at, isBigEndian) => (isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at))],
  SS: [2, (bytes, at, isBigEndian) => (isBigEndian ? bytes.readInt16BE(at) : bytes.readInt16LE(at))],
  UL: [4, (bytes, at, isBigEndian) => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))],
  SL: [4, (bytes, at, isBigEndian) => (isBigEndian ? bytes.readInt32BE(at) : bytes.readInt32LE(at))],
  FL: [4, (bytes, at, isBigEndian) => (isBigEndian ? bytes.readFloatBE(at) : bytes.readFloatLE(at))],
  FD: [8, (bytes, at, isBigEndian) => (isBigEndian ? bytes.readDoubleBE(at) : bytes.readDoubleLE(at))],
};

/** The numbers of a value by its VR; text is taken for decimal strings, and what is no number is NaN. */
export function readNumbers(vr: string, value: Buffer, isBigEndian: boolean): number[] {
  const reader = NUMBER_READERS[vr];
  if (!reader) return trimPadding(value.toString('latin1')).split('\\').map(parseDecimal);
  const [size, read] = reader;
  return Array.from({ length: Math.floor(value.length / size) }, (_, index) =>
    read(value, index * size, isBigEndian),
  );
}

/** A decimal or integer string (DS, IS); NaN when it is none. */
export function parseDecimal(text: string): number {
  const trimmed = text.trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

/** Splits a name into its three groups, their trailing empty components left out. */
export function toPersonName(text: string): PersonName {
  const [alphabetic = '', ideographic = '', phonetic = ''] = text
    .split('=')
    .map((group) => trimPadding(group).replace(/[\^ ]+$/, ''));
  return { alphabetic, ideographic, phonetic };
}

function firstValue(text: string): string {
  const end = text.indexOf('\\');
  return end === -1 ? text : trimPadding(text.slice(0, end));
}

/** Leading and trailing spaces, and NULs, which some devices pad text with. */
export function trimPadding(text: string): string {
  return text.replace(/^[ \0]+|[ \0]+$/g, '');
}
