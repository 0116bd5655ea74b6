import { ESCAPE_SEQUENCES, type GraphicSet } from './character-sets.ts';
import type { TextShape } from './character-set.ts';
import { ESCAPE } from './decode-iso-2022.ts';
import { graphicSetTable } from './graphic-set-table.ts';

/** A set that the attribute allows, with what designates it. */
export interface Designatable {
  readonly set: GraphicSet;
  readonly into: 'g0' | 'g1';
  /** Bytes behind ESC. */
  readonly sequence: string;
}

/** What is in use at the start of each value and component. */
export interface InitialSets {
  /** Brings back ASCII, or Romaji where the first term is ISO_IR 13. */
  readonly g0Sequence: '(B' | '(J';
  readonly g1: GraphicSet | null;
}

/** After these everything is as at the start (PS3.5 section 6.1.2.5.3). */
const RESETS: Readonly<Record<TextShape, RegExp>> = {
  text: /[\t\n\f\r]/,
  values: /[\t\n\f\r\\]/,
  names: /[\t\n\f\r\\^=]/,
};

/** How the set of one byte, or of katakana, is designated. */
export function findDesignation(set: GraphicSet): Designatable | null {
  const found = ESCAPE_SEQUENCES.find(
    (known) => known.set?.kind === set.kind && labelOf(known.set) === labelOf(set),
  );
  return found === undefined ? null : { set, into: found.into, sequence: found.bytes };
}

function labelOf(set: GraphicSet): string {
  return set.kind === 'katakana' ? '' : set.label;
}

/** @param sequence bytes behind ESC */
export function findBySequence(sequence: string): Designatable | null {
  const found = ESCAPE_SEQUENCES.find((known) => known.bytes === sequence);
  return found?.set ? { set: found.set, into: found.into, sequence } : null;
}

/**
 * Encodes text with code extensions (PS3.5 section 6.1.2.5).
 *
 * @param sets those that the attribute allows, in its order
 * @returns null when none of them holds a character of the text
 */
export function encodeIso2022(
  text: string,
  shape: TextShape,
  initial: InitialSets,
  sets: readonly Designatable[],
): Buffer | null {
  const writer = new ExtendedWriter(initial, RESETS[shape], sets);
  for (const character of text) {
    if (!writer.write(character)) return null;
  }
  return writer.finish();
}

class ExtendedWriter {
  readonly #bytes: number[] = [];
  readonly #initial: InitialSets;
  readonly #resets: RegExp;
  readonly #sets: readonly Designatable[];
  /** Null while ASCII, or Romaji, is in G0. */
  #g0: GraphicSet | null = null;
  #g1: GraphicSet | null;

  constructor(initial: InitialSets, resets: RegExp, sets: readonly Designatable[]) {
    this.#initial = initial;
    this.#resets = resets;
    this.#sets = sets;
    this.#g1 = initial.g1;
  }

  /** @returns false when no set holds the character */
  write(character: string): boolean {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      this.#leaveG0();
      this.#bytes.push(code);
      if (this.#resets.test(character)) this.#g1 = this.#initial.g1;
      return true;
    }
    const inG1 = this.#g1 === null ? undefined : graphicSetTable(this.#g1).get(character);
    if (inG1 !== undefined) {
      pushCode(this.#bytes, inG1, 0xff);
      return true;
    }
    for (const next of this.#sets) {
      const nextCode = graphicSetTable(next.set).get(character);
      if (nextCode === undefined) continue;
      this.#designate(next);
      pushCode(this.#bytes, nextCode, next.into === 'g0' ? 0x7f : 0xff);
      return true;
    }
    return false;
  }

  finish(): Buffer {
    this.#leaveG0();
    return Buffer.from(this.#bytes);
  }

  #designate({ set, into, sequence }: Designatable): void {
    const present = into === 'g0' ? this.#g0 : this.#g1;
    if (present !== set) this.#escape(sequence);
    if (into === 'g0') this.#g0 = set;
    else this.#g1 = set;
  }

  #leaveG0(): void {
    if (this.#g0 !== null) this.#escape(this.#initial.g0Sequence);
    this.#g0 = null;
  }

  #escape(sequence: string): void {
    this.#bytes.push(ESCAPE, ...Buffer.from(sequence, 'latin1'));
  }
}

function pushCode(bytes: number[], code: number, mask: number): void {
  if (code > 0xff) bytes.push((code >> 8) & mask);
  bytes.push(code & mask);
}
