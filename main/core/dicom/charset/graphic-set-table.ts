import type { GraphicSet } from './character-sets.ts';
import { decodeWith } from './text-decoders.ts';

/** Bytes of each character of a graphic set as they lie in G1, high bits on: one or two in the low bits of the number. */
type GraphicSetTable = ReadonlyMap<string, number>;

const FIRST_HIGH = 0xa0;
const LAST_HIGH = 0xff;
const FIRST_ROW = 0xa1;
const LAST_ROW = 0xfe;
const HALF_WIDTH_KATAKANA = 0xff61;
const UNKNOWN = '\ufffd';

const tables = new WeakMap<GraphicSet, GraphicSetTable>();

/** Made by decoding every code of the set, once; some milliseconds for a set of two bytes. */
export function graphicSetTable(set: GraphicSet): GraphicSetTable {
  const known = tables.get(set);
  if (known) return known;
  const made = set.kind === 'double' ? doubleTable(set.label, set.prefix) : singleTable(set);
  tables.set(set, made);
  return made;
}

function singleTable(set: GraphicSet): GraphicSetTable {
  const table = new Map<string, number>();
  for (let code = FIRST_HIGH; code <= LAST_HIGH; code += 1) {
    const character = set.kind === 'single' ? decodeWith(set.label, Buffer.of(code)) : toKatakana(code);
    if (character !== UNKNOWN && !table.has(character)) table.set(character, code);
  }
  return table;
}

function toKatakana(code: number): string {
  return code >= 0xa1 && code <= 0xdf ? String.fromCharCode(HALF_WIDTH_KATAKANA + code - 0xa1) : UNKNOWN;
}

function doubleTable(label: string, prefix: number | undefined): GraphicSetTable {
  const table = new Map<string, number>();
  for (let row = FIRST_ROW; row <= LAST_ROW; row += 1) {
    for (let cell = FIRST_ROW; cell <= LAST_ROW; cell += 1) {
      const bytes = prefix === undefined ? [row, cell] : [prefix, row, cell];
      const character = decodeWith(label, Buffer.from(bytes));
      const isOne = Array.from(character).length === 1 && character !== UNKNOWN;
      if (isOne && !table.has(character)) table.set(character, row * 0x100 + cell);
    }
  }
  return table;
}
