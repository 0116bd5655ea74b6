import type { DataElement, DataSet } from '../data-set.ts';
import type { Encoding } from './element-header.ts';

/** Levels of sequences and items that are kept; the deepest structured reports stay under 60. */
const MAX_KEPT_LEVELS = 128;
/** Deeper than this nothing is followed. */
const MAX_LEVELS = 4096;

interface GrowingDataSet extends DataSet {
  readonly elements: Map<number, DataElement>;
  isBigEndian: boolean;
}

/** Something whose end is still to come: the data set itself, a sequence, or an item. */
export interface Level {
  readonly kind: 'elements' | 'items';
  encoding: Encoding;
  /** Offset behind the last byte; that of the enclosing level, or Infinity, when a delimiter ends this one. */
  readonly end: number;
  /** Nothing below a level that is not kept is kept either. */
  readonly isKept: boolean;
  /** The first element shows the encoding: in UN sequences, and at the start of the data set. */
  mustDetectEncoding: boolean;
  /** What is kept of a level of elements; null for one of items, and when nothing is. */
  readonly dataSet: GrowingDataSet | null;
  /** What is kept of a level of items, likewise. */
  readonly items: DataSet[] | null;
}

/** The levels that are open at the present offset, the whole data set at the bottom. */
export class LevelStack {
  readonly root: Level;
  /** What is kept of the data set itself. */
  readonly header: GrowingDataSet;
  readonly #levels: Level[];
  #top: Level;
  /** Where a sequence of defined length ended last: a needless delimiter may follow it. */
  #sequenceEndedAt = -1;

  constructor(encoding: Encoding) {
    this.header = makeDataSet(encoding);
    this.root = { ...makeLevel('elements', encoding, Infinity, true, true), dataSet: this.header };
    this.#top = this.root;
    this.#levels = [this.root];
  }

  get top(): Level {
    return this.#top;
  }

  get isTopLevel(): boolean {
    return this.#levels.length === 1;
  }

  get isTooDeepToKeep(): boolean {
    return this.#levels.length >= MAX_KEPT_LEVELS;
  }

  get isTooDeepToFollow(): boolean {
    return this.#levels.length >= MAX_LEVELS;
  }

  /** Opens a sequence in the top level. @param end cut to the end of what encloses it */
  openSequence(encoding: Encoding, end: number, isKept: boolean, mustDetectEncoding: boolean): Level {
    return this.#push(makeLevel('items', encoding, this.#cut(end), isKept, mustDetectEncoding));
  }

  /** Opens an item in the sequence on top. */
  openItem(end: number, isKept: boolean): void {
    const { encoding, items, mustDetectEncoding } = this.#top;
    const item = this.#push(makeLevel('elements', encoding, this.#cut(end), isKept, mustDetectEncoding));
    if (item.dataSet) items?.push(item.dataSet);
  }

  #cut(end: number): number {
    return Math.min(end, this.#top.end);
  }

  #push(level: Level): Level {
    this.#levels.push(level);
    this.#top = level;
    return level;
  }

  /** Ends the level on top, unless it is the data set itself. */
  pop(): void {
    if (this.#levels.length === 1) return;
    this.#levels.pop();
    this.#top = this.#levels.at(-1) ?? this.root;
  }

  /** Ends the levels that lie wholly before `offset`. */
  closeEnded(offset: number): void {
    while (this.#top.end <= offset) {
      if (this.#top.kind === 'items') this.#sequenceEndedAt = offset;
      this.pop();
    }
  }

  /** A sequence of defined length ended right before `offset`. */
  hasSequenceEndedAt(offset: number): boolean {
    return this.#sequenceEndedAt === offset;
  }
}

function makeLevel(
  kind: Level['kind'],
  encoding: Encoding,
  end: number,
  isKept: boolean,
  mustDetectEncoding: boolean,
): Level {
  const dataSet = isKept && kind === 'elements' ? makeDataSet(encoding) : null;
  const items = isKept && kind === 'items' ? [] : null;
  return { kind, encoding, end, isKept, mustDetectEncoding, dataSet, items };
}

function makeDataSet({ isBigEndian }: Encoding): GrowingDataSet {
  return { elements: new Map<number, DataElement>(), isBigEndian };
}
