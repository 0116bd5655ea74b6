import { findCharacterSetTerm, type GraphicSet } from './character-sets.ts';
import type { TextShape } from './character-set.ts';
import { encodeGb18030 } from './encode-gb18030.ts';
import { encodeIso2022, findBySequence, findDesignation, type Designatable } from './encode-iso-2022.ts';
import { graphicSetTable } from './graphic-set-table.ts';

/** Encodes text for a data set with one Specific Character Set (0008,0005). */
export interface CharacterEncoder {
  /** As it goes into the data set; empty for the default repertoire. */
  readonly specificCharacterSet: string;
  /** @returns null when the set cannot hold the text; nothing is ever replaced by `?` */
  readonly encode: (text: string, shape: TextShape) => Buffer | null;
}

/** Holds every text. */
export const UTF_8_ENCODER: CharacterEncoder = {
  specificCharacterSet: 'ISO_IR 192',
  encode: (text) => Buffer.from(text, 'utf8'),
};

/** Holds ASCII only. */
export const ASCII_ENCODER: CharacterEncoder = {
  specificCharacterSet: '',
  encode: (text) => (/^[\0-\x7f]*$/.test(text) ? Buffer.from(text, 'latin1') : null),
};

const MAX_REMEMBERED = 64;
const remembered = new Map<string, CharacterEncoder>();

/**
 * The encoder for a peer that wrote this Specific Character Set. One that we do not know, or that no encoder is there for,
 * is answered in UTF-8.
 *
 * @param specificCharacterSet value of (0008,0005), `\` between its values; empty when absent
 */
export function characterEncoderFor(specificCharacterSet: string): CharacterEncoder {
  const known = remembered.get(specificCharacterSet);
  if (known) return known;
  const made = make(specificCharacterSet.split('\\').map((value) => value.replace(/[\0 ]+$/, '').trim()));
  if (remembered.size < MAX_REMEMBERED) remembered.set(specificCharacterSet, made);
  return made;
}

function make(values: readonly string[]): CharacterEncoder {
  const terms = values.map(findCharacterSetTerm);
  const [first] = terms;
  if (first === null || first === undefined || terms.includes(null)) return UTF_8_ENCODER;
  const specificCharacterSet = values.join('\\');
  if (first.label === 'utf-8') return UTF_8_ENCODER;
  if (first.label === 'gb18030') {
    const isGbk = values[0]?.includes('18030') !== true;
    return { specificCharacterSet, encode: (text) => encodeGb18030(text, isGbk) };
  }
  const isExtended = values.length > 1 || specificCharacterSet.includes('2022');
  if (isExtended) return makeExtended(values, specificCharacterSet);
  if (first.label === 'default') return { ...ASCII_ENCODER, specificCharacterSet };
  const g1 = first.g1;
  if (g1 === null || g1.kind === 'double') return UTF_8_ENCODER; // sets of two bytes need code extensions
  return { specificCharacterSet, encode: (text) => encodeSingle(text, g1) };
}

function encodeSingle(text: string, g1: GraphicSet): Buffer | null {
  const table = graphicSetTable(g1);
  const bytes = Buffer.alloc(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const byte = code < 0x80 ? code : table.get(text.charAt(at));
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}

/** Sets of two bytes that the terms stand for: the decoder takes them from escape sequences and knows no such link. */
const DESIGNATED_BY_NUMBER: ReadonlyMap<string, string> = new Map([
  ['87', '$B'],
  ['159', '$(D'],
  ['149', '$)C'],
  ['58', '$)A'],
]);

function makeExtended(values: readonly string[], specificCharacterSet: string): CharacterEncoder {
  const sets = values.flatMap((value) => toSet(value) ?? []);
  const first = findCharacterSetTerm(values[0] ?? '')?.g1 ?? null;
  const initial = {
    g0Sequence: first?.kind === 'katakana' ? ('(J' as const) : ('(B' as const),
    g1: first?.kind === 'double' ? null : first,
  };
  return { specificCharacterSet, encode: (text, shape) => encodeIso2022(text, shape, initial, sets) };
}

function toSet(value: string): Designatable | null {
  const number = /(\d+)$/.exec(value)?.[1] ?? '';
  const sequence = DESIGNATED_BY_NUMBER.get(number);
  if (sequence !== undefined) return findBySequence(sequence);
  const g1 = findCharacterSetTerm(value)?.g1 ?? null;
  return g1 === null ? null : findDesignation(g1);
}
