import { ESCAPE_SEQUENCES, type GraphicSet } from './character-sets.ts';
import { decodeWith } from './text-decoders.ts';

export const ESCAPE = 0x1b;
/** Behind ESC. */
const MAX_SEQUENCE_BYTES = 3;
const FIRST_GRAPHIC = 0x21;
const HIGH = 0x80;
/** Tab, line feed, form feed, carriage return end what was designated (PS3.5 section 6.1.2.5.3). */
const CONTROL_DELIMITERS = new Set([0x09, 0x0a, 0x0c, 0x0d]);
const HALF_WIDTH_KATAKANA = 0xff61;

/**
 * Decodes text with code extensions (PS3.5 section 6.1.2.5): escape sequences put sets into G0 (bytes below 0x80) and
 * G1 (the others), until a delimiter brings back what the first character set says.
 *
 * @param initialG1 what is in G1 at the start of each value and component
 * @param delimiters bytes that end a value or a component of this VR: `\`, and for names `^` and `=`
 */
export function decodeIso2022(
  bytes: Buffer,
  initialG1: GraphicSet | null,
  delimiters: ReadonlySet<number>,
): string {
  let designated: Designation = { g0: null, g1: initialG1 };
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === ESCAPE) {
      const sequence = findEscapeSequence(bytes, at + 1);
      if (sequence) designated = { ...designated, [sequence.into]: sequence.set };
      at += 1 + (sequence?.bytes.length ?? 0);
      continue;
    }
    const { g0, g1 } = designated;
    const end = endOfRun(bytes, at, g0);
    if (byte >= HIGH) text += decodeRun(bytes.subarray(at, end), g1);
    else if (g0 !== null && byte >= FIRST_GRAPHIC)
      text += decodeRun(withHighBits(bytes.subarray(at, end)), g0);
    else {
      text += String.fromCharCode(byte);
      const isDelimiter = CONTROL_DELIMITERS.has(byte) || delimiters.has(byte);
      if (isDelimiter) designated = { g0: null, g1: initialG1 };
    }
    at = end;
  }
  return text;
}

interface Designation {
  readonly g0: GraphicSet | null;
  readonly g1: GraphicSet | null;
}

function findEscapeSequence(bytes: Buffer, at: number): (typeof ESCAPE_SEQUENCES)[number] | undefined {
  const next = bytes.toString('latin1', at, at + MAX_SEQUENCE_BYTES);
  return ESCAPE_SEQUENCES.find((known) => next.startsWith(known.bytes));
}

/** Bytes that belong to one set and can be decoded together; those of ASCII and control characters one by one. */
function endOfRun(bytes: Buffer, start: number, g0: GraphicSet | null): number {
  const first = bytes[start] ?? 0;
  const isInRun =
    first >= HIGH
      ? (byte: number) => byte >= HIGH
      : (byte: number) => g0 !== null && first >= FIRST_GRAPHIC && byte >= FIRST_GRAPHIC && byte < HIGH;
  let end = start + 1;
  while (end < bytes.length && isInRun(bytes[end] ?? 0)) end += 1;
  return end;
}

/** A set in G0 has the same characters as in G1, with the high bit of each byte off; our decoders want it on. */
function withHighBits(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte | HIGH));
}

function decodeRun(bytes: Buffer, set: GraphicSet | null): string {
  if (set === null) return bytes.toString('latin1'); // nothing designated: show something that can be told apart
  switch (set.kind) {
    case 'single':
      return decodeWith(set.label, bytes);
    case 'katakana':
      return [...bytes].map(toKatakana).join('');
    case 'double':
      return decodeWith(set.label, set.prefix === undefined ? bytes : withPrefixes(bytes, set.prefix));
  }
}

function toKatakana(byte: number): string {
  return byte >= 0xa1 && byte <= 0xdf ? String.fromCharCode(HALF_WIDTH_KATAKANA + byte - 0xa1) : '\ufffd';
}

function withPrefixes(bytes: Buffer, prefix: number): Buffer {
  const prefixed: number[] = [];
  for (let at = 0; at < bytes.length; at += 2) prefixed.push(prefix, ...bytes.subarray(at, at + 2));
  return Buffer.from(prefixed);
}
