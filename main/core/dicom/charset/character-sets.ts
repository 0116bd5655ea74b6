/** A set of graphic characters that can be designated as G0 or G1 (ISO/IEC 2022, PS3.5 section 6.1.2). */
export type GraphicSet =
  | { readonly kind: 'single'; readonly label: string }
  /** Half-width katakana of JIS X 0201. */
  | { readonly kind: 'katakana' }
  /** Two bytes a character; `prefix` is what its encoding in EUC has in front, if anything. */
  | { readonly kind: 'double'; readonly label: string; readonly prefix?: number };

const single = (label: string): GraphicSet => ({ kind: 'single', label });
const KATAKANA: GraphicSet = { kind: 'katakana' };
const JIS_X_0208: GraphicSet = { kind: 'double', label: 'euc-jp' };
const JIS_X_0212: GraphicSet = { kind: 'double', label: 'euc-jp', prefix: 0x8f };
const KS_X_1001: GraphicSet = { kind: 'double', label: 'euc-kr' };
const GB_2312: GraphicSet = { kind: 'double', label: 'gbk' };

/** Encoding of WHATWG for each ISO registration number of a single-byte set; Latin-1 there is not quite Latin-1. */
const SINGLE_BYTE: ReadonlyMap<number, string> = new Map([
  [100, 'latin1'],
  [101, 'iso-8859-2'],
  [109, 'iso-8859-3'],
  [110, 'iso-8859-4'],
  [144, 'iso-8859-5'],
  [127, 'iso-8859-6'],
  [126, 'iso-8859-7'],
  [138, 'iso-8859-8'],
  [148, 'windows-1254'], // a superset of ISO 8859-9
  [203, 'iso-8859-15'],
  [166, 'windows-874'], // a superset of ISO 8859-11 and TIS 620
]);

/** What a value of Specific Character Set (0008,0005) stands for (PS3.3 section C.12.1.1.2). */
export interface CharacterSetTerm {
  /** Encoding for text without escape sequences. `default` is ASCII, or what the bytes show when they are not. */
  readonly label: string;
  /** What the term puts into G1 at the start of each value; null when that has to be designated by an escape sequence. */
  readonly g1: GraphicSet | null;
  /** The bytes are one encoding throughout, in which an escape has no meaning. */
  readonly isWhole: boolean;
}

const DEFAULT_TERM: CharacterSetTerm = { label: 'default', g1: null, isWhole: false };
const UTF_8: CharacterSetTerm = { label: 'utf-8', g1: null, isWhole: true };
const GB18030: CharacterSetTerm = { label: 'gb18030', g1: null, isWhole: true };

const BY_NUMBER: ReadonlyMap<number, CharacterSetTerm> = new Map<number, CharacterSetTerm>([
  [6, DEFAULT_TERM],
  ...[...SINGLE_BYTE].map(([number, label]): [number, CharacterSetTerm] => [
    number,
    { label, g1: single(label), isWhole: false },
  ]),
  [13, { label: 'shift_jis', g1: KATAKANA, isWhole: false }], // Shift JIS holds JIS X 0201 as it is
  [87, { label: 'euc-jp', g1: null, isWhole: false }],
  [159, { label: 'euc-jp', g1: null, isWhole: false }],
  [149, { label: 'euc-kr', g1: KS_X_1001, isWhole: false }],
  [58, { label: 'gbk', g1: GB_2312, isWhole: false }],
  [192, UTF_8],
]);

/** Parts 1 to 15 of ISO 8859 by their registration number: some write `ISO 8859-1`. */
const ISO_8859: readonly number[] = [0, 100, 101, 109, 110, 144, 127, 126, 138, 148, 0, 166, 0, 0, 0, 203];

const BY_NAME: ReadonlyMap<string, CharacterSetTerm> = new Map([
  ['', DEFAULT_TERM],
  ['UTF8', UTF_8],
  ['GB18030', GB18030],
  ['GBK', GB18030],
  ['GB2312', GB18030],
]);

/** What we read, as defined terms of Specific Character Set without code extensions (PS3.3 section C.12.1.1.2). */
export const CHARACTER_SET_TERMS: readonly string[] = [
  ...[...BY_NUMBER.keys()].sort((a, b) => a - b).map((number) => `ISO_IR ${number}`),
  'GB18030',
  'GBK',
];

/** Reads one value of Specific Character Set, misspelt ones too: `ISO IR 100`, `ISO-IR-100`, `iso8859-1`, `UTF-8`. */
export function findCharacterSetTerm(value: string): CharacterSetTerm | null {
  const name = value.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const named = BY_NAME.get(name);
  if (named) return named;
  const part = /8859(\d{1,2})$/.exec(name)?.[1];
  if (part !== undefined) return BY_NUMBER.get(ISO_8859[Number(part)] ?? 0) ?? null;
  const number = /^(?:ISO)?(?:2022)?(?:IR)?(\d{1,3})$/.exec(name)?.[1];
  return number === undefined ? null : (BY_NUMBER.get(Number(number)) ?? null);
}

/** Where an escape sequence puts its set, by the bytes behind ESC. `null` is ASCII, or Romaji, which we show as ASCII. */
export const ESCAPE_SEQUENCES: readonly {
  readonly bytes: string;
  readonly into: 'g0' | 'g1';
  readonly set: GraphicSet | null;
}[] = [
  { bytes: '(B', into: 'g0', set: null },
  { bytes: '(J', into: 'g0', set: null },
  { bytes: ')I', into: 'g1', set: KATAKANA },
  { bytes: '$B', into: 'g0', set: JIS_X_0208 },
  { bytes: '$@', into: 'g0', set: JIS_X_0208 }, // its edition of 1978
  { bytes: '$(D', into: 'g0', set: JIS_X_0212 },
  { bytes: '$)C', into: 'g1', set: KS_X_1001 },
  { bytes: '$)A', into: 'g1', set: GB_2312 },
  { bytes: '-A', into: 'g1', set: single('latin1') },
  { bytes: '-B', into: 'g1', set: single('iso-8859-2') },
  { bytes: '-C', into: 'g1', set: single('iso-8859-3') },
  { bytes: '-D', into: 'g1', set: single('iso-8859-4') },
  { bytes: '-L', into: 'g1', set: single('iso-8859-5') },
  { bytes: '-G', into: 'g1', set: single('iso-8859-6') },
  { bytes: '-F', into: 'g1', set: single('iso-8859-7') },
  { bytes: '-H', into: 'g1', set: single('iso-8859-8') },
  { bytes: '-M', into: 'g1', set: single('windows-1254') },
  { bytes: '-b', into: 'g1', set: single('iso-8859-15') },
  { bytes: '-T', into: 'g1', set: single('windows-874') },
];
