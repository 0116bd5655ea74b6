import { decodeWith } from './text-decoders.ts';

const UNKNOWN = '\ufffd';
const FIRST_SUPPLEMENTARY = 0x10000;
/** Where U+10000 lies among the codes of four bytes: 0x90308130. */
const SUPPLEMENTARY_START = 189_000;
/** Codes of four bytes that stand for the characters up to U+FFFF: 0x81308130 to 0x8431A439. */
const BASIC_CODES = 39_420;

let pairs: ReadonlyMap<string, number> | null = null;
let fours: ReadonlyMap<string, number> | null = null;

/**
 * Encodes text in GB 18030, or in its part of two bytes, which is GBK.
 *
 * @returns null when a character has no code
 */
export function encodeGb18030(text: string, isGbk: boolean): Buffer | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
      continue;
    }
    pairs ??= loadPairs();
    const pair = pairs.get(character);
    if (pair !== undefined) bytes.push(pair >> 8, pair & 0xff);
    else if (isGbk) return null;
    else {
      const linear =
        code >= FIRST_SUPPLEMENTARY ? SUPPLEMENTARY_START + code - FIRST_SUPPLEMENTARY : four(character);
      if (linear === undefined) return null;
      bytes.push(...toFourBytes(linear));
    }
  }
  return Buffer.from(bytes);
}

function four(character: string): number | undefined {
  fours ??= loadFours();
  return fours.get(character);
}

function loadPairs(): ReadonlyMap<string, number> {
  const loaded = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const character = decodeWith('gb18030', Buffer.of(lead, trail));
      if (isOne(character) && !loaded.has(character)) loaded.set(character, lead * 0x100 + trail);
    }
  }
  return loaded;
}

function loadFours(): ReadonlyMap<string, number> {
  const loaded = new Map<string, number>();
  for (let linear = 0; linear < BASIC_CODES; linear += 1) {
    const character = decodeWith('gb18030', Buffer.from(toFourBytes(linear)));
    if (isOne(character) && !loaded.has(character)) loaded.set(character, linear);
  }
  return loaded;
}

function isOne(character: string): boolean {
  return character !== UNKNOWN && Array.from(character).length === 1;
}

/** Digits of the code: 0x81 to 0xFE and 0x30 to 0x39 in turn. */
function toFourBytes(linear: number): [number, number, number, number] {
  const fourth = linear % 10;
  const third = Math.floor(linear / 10) % 126;
  const second = Math.floor(linear / 1_260) % 10;
  const first = Math.floor(linear / 12_600);
  return [0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth];
}
