import { findCharacterSetTerm, type CharacterSetTerm, type GraphicSet } from './character-sets.ts';
import { decodeIso2022, ESCAPE } from './decode-iso-2022.ts';
import { decodeStrictUtf8, decodeWith } from './text-decoders.ts';

/** How a value's bytes are divided: not at all (ST, LT, UT, UC of one value), in values by `\`, in values and name parts. */
export type TextShape = 'text' | 'values' | 'names';

/** VRs whose values follow Specific Character Set (PS3.5 section 6.1.2.2). */
const SHAPES: Readonly<Record<string, TextShape>> = {
  PN: 'names',
  LO: 'values',
  SH: 'values',
  UC: 'values',
  LT: 'text',
  ST: 'text',
  UT: 'text',
};

/** @returns undefined for a VR that does not follow Specific Character Set */
export function textShapeOf(vr: string): TextShape | undefined {
  return SHAPES[vr];
}

const DELIMITERS: Readonly<Record<TextShape, ReadonlySet<number>>> = {
  text: new Set(),
  values: new Set([0x5c]),
  names: new Set([0x5c, 0x5e, 0x3d]),
};

/** Decodes the text of a data set by its Specific Character Set (0008,0005). */
export class CharacterSet {
  readonly #first: CharacterSetTerm;
  readonly #initialG1: GraphicSet | null;
  readonly #hasExtensions: boolean;

  /** @param terms as the attribute has them; unknown ones count as the default */
  constructor(terms: readonly CharacterSetTerm[]) {
    this.#first = terms[0] ?? { label: 'default', g1: null, isWhole: false };
    this.#hasExtensions = terms.length > 1;
    // Many writers leave out the escape sequence when there is only one set it could name.
    this.#initialG1 = terms.find((term) => term.g1 !== null)?.g1 ?? null;
  }

  /** Text with its delimiters and padding; the caller splits it. Splitting the bytes would cut characters of GBK in two. */
  decode(bytes: Buffer, shape: TextShape): string {
    if (isAscii(bytes)) return bytes.toString('latin1');
    if (this.#first.isWhole) return decodeWith(this.#first.label, bytes);
    if (this.#hasExtensions || bytes.includes(ESCAPE)) {
      return decodeIso2022(bytes, this.#initialG1, DELIMITERS[shape]);
    }
    if (this.#first.label === 'default') return decodeUndeclared(bytes);
    return decodeWith(this.#first.label, bytes);
  }
}

function isAscii(bytes: Buffer): boolean {
  for (const byte of bytes) {
    if (byte >= 0x80 || byte === ESCAPE) return false;
  }
  return true;
}

/** Devices that declare nothing send UTF-8 or Latin-1, and what is valid UTF-8 is hardly ever meant as Latin-1. */
function decodeUndeclared(bytes: Buffer): string {
  return decodeStrictUtf8(bytes) ?? bytes.toString('latin1');
}

const MAX_REMEMBERED = 64;
const remembered = new Map<string, CharacterSet>();

/** @param specificCharacterSet value of (0008,0005) as stored, `\` between its values; empty when absent */
export function parseCharacterSet(specificCharacterSet: string): CharacterSet {
  const known = remembered.get(specificCharacterSet);
  if (known) return known;
  const values = specificCharacterSet.replace(/\0/g, '').split('\\');
  const terms = values.flatMap((value) => findCharacterSetTerm(value.trim()) ?? []);
  const parsed = new CharacterSet(terms);
  if (remembered.size < MAX_REMEMBERED) remembered.set(specificCharacterSet, parsed);
  return parsed;
}

export const DEFAULT_CHARACTER_SET = new CharacterSet([]);
