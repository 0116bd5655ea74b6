import type { DataElement, DataSet } from '../data-set.ts';
import type { ScannedPixelData, ScanProblem } from '../scanned-data-set.ts';
import { TAG } from '../tag.ts';
import { dictionaryVr } from '../vr.ts';
import { detectEncoding } from './detect-encoding.ts';
import { readElementHeader, UNDEFINED_LENGTH, type ElementHeader, type Encoding } from './element-header.ts';
import { FragmentLog } from './fragment-log.ts';
import { HeaderBuilder } from './header-builder.ts';
import { LevelStack } from './level-stack.ts';

export interface WalkLimits {
  readonly maxValueBytes: number;
  readonly maxHeaderBytes: number;
}

export interface WalkResult {
  readonly header: DataSet;
  readonly pixelData: ScannedPixelData | null;
  readonly problem: ScanProblem | null;
}

/** Offset tables of long multi-frame objects are kept past the limit for values: eight bytes a frame. */
const MAX_OFFSET_TABLE_BYTES = 0x1000000;
/** Rough cost of an item on the heap beyond that of an element. */
const ITEM_COST_BYTES = 400;
const DELIMITER_GROUP = 0xfffe0000;
const MIN_HEADER_BYTES = 8;
const MAX_HEADER_BYTES = 12;
/** How the content of a sequence with VR UN is encoded (PS3.5 section 6.2.2). */
const UN_ENCODING: Encoding = { isImplicitVr: true, isBigEndian: false };

type Mode = 'header' | 'value' | 'skip' | 'pixels' | 'fragment-header' | 'table' | 'fragment' | 'drain';

/**
 * Walks the elements of a data set whose bytes come in slices of any size, and never holds more than one header and one
 * small value. Hostile input costs no more than its own length: every step moves forward, depth and memory are bounded.
 */
export class ElementWalker {
  readonly #limits: WalkLimits;
  readonly #builder: HeaderBuilder;
  readonly #levels: LevelStack;
  /** The first pixel data element of the top level, and the fragments of it when it is encapsulated. */
  #pixelData: ScannedPixelData | null = null;
  #pixelLog: FragmentLog | null = null;
  #mode: Mode = 'header';
  /** Of the next byte, from the start of the data set. */
  #offset = 0;
  /** Bytes of the present value that are still to come. */
  #remaining = 0;
  readonly #header: ElementHeader = { tag: 0, vr: null, length: 0, size: 0, isOddVr: false };
  /** A header that straddles slices. */
  readonly #scratch = Buffer.alloc(MAX_HEADER_BYTES);
  #scratchFill = 0;
  /** The element whose value is being copied. */
  #element: DataElement | null = null;
  /** Of the encapsulated pixel data in hand; null for that of an icon, which nobody shows by frame. */
  #log: FragmentLog | null = null;
  #problem: ScanProblem | null = null;

  constructor(encoding: Encoding, limits: WalkLimits) {
    this.#limits = limits;
    this.#builder = new HeaderBuilder(limits.maxHeaderBytes);
    this.#levels = new LevelStack(encoding);
  }

  push(slice: Buffer): void {
    let at = 0;
    while (at < slice.length) {
      const isHeader = this.#mode === 'header' || this.#mode === 'fragment-header';
      at = isHeader ? this.#takeHeader(slice, at) : this.#takeValue(slice, at);
    }
  }

  finish(): WalkResult {
    if (this.#mode === 'header') this.#levels.closeEnded(this.#offset);
    const isInHeader = this.#scratch.subarray(0, this.#scratchFill).some((byte) => byte !== 0);
    const isInValue = this.#mode !== 'header' && this.#mode !== 'drain';
    if (isInHeader || isInValue) this.#note('ended-early', 'It ends in the middle of an element');
    else if (this.#mode === 'header' && !this.#levels.isTopLevel) {
      this.#note('ended-early', 'It ends in the middle of a sequence');
    }
    const { root } = this.#levels;
    const fragments = this.#pixelLog?.toTable(root.encoding.isBigEndian);
    const pixelData = this.#pixelData;
    return {
      header: this.#levels.header,
      pixelData: pixelData && fragments ? { ...pixelData, fragments } : pixelData,
      problem: this.#problem,
    };
  }

  /** Reads as much of an element header as there is. @returns where to go on */
  #takeHeader(slice: Buffer, at: number): number {
    if (this.#scratchFill === 0) {
      if (this.#mode === 'header' && !this.#hasRoomForHeader()) return at;
      const available = slice.length - at;
      if (available >= MIN_HEADER_BYTES && this.#decodeHeader(slice, at, available)) {
        this.#onHeader();
        return at + this.#header.size;
      }
    }
    const wanted = this.#scratchFill < MIN_HEADER_BYTES ? MIN_HEADER_BYTES : MAX_HEADER_BYTES;
    const taken = slice.copy(this.#scratch, this.#scratchFill, at, at + wanted - this.#scratchFill);
    this.#scratchFill += taken;
    if (this.#scratchFill >= MIN_HEADER_BYTES && this.#decodeHeader(this.#scratch, 0, this.#scratchFill)) {
      this.#scratchFill = 0;
      this.#onHeader();
    }
    return at + taken;
  }

  #hasRoomForHeader(): boolean {
    this.#levels.closeEnded(this.#offset);
    const room = this.#levels.top.end - this.#offset;
    if (room >= MIN_HEADER_BYTES) return true;
    this.#note('malformed', 'A sequence or item ends in the middle of an element header');
    this.#await('skip', room);
    return false;
  }

  #decodeHeader(bytes: Buffer, at: number, available: number): boolean {
    const level = this.#levels.top;
    if (level.mustDetectEncoding && level.kind === 'elements' && this.#mode === 'header') {
      level.mustDetectEncoding = false;
      const { isTopLevel } = this.#levels;
      const encoding = detectEncoding(bytes, at, level.encoding, isTopLevel);
      if (encoding !== level.encoding && isTopLevel) {
        this.#note('malformed', 'It is not encoded in the transfer syntax that was announced');
      }
      level.encoding = encoding;
      if (level.dataSet) level.dataSet.isBigEndian = encoding.isBigEndian;
    }
    return readElementHeader(bytes, at, available, level.encoding, this.#header);
  }

  #onHeader(): void {
    this.#offset += this.#header.size;
    if (this.#mode === 'fragment-header') this.#onFragmentHeader();
    else if (this.#header.tag >= DELIMITER_GROUP) this.#onDelimiter();
    else this.#onElement();
  }

  #onElement(): void {
    const { tag, length, isOddVr } = this.#header;
    if (isOddVr) this.#note('malformed', 'An element has no valid VR');
    if (!this.#isAmongElements()) return;
    if (this.#isZeroPadding()) {
      this.#note('malformed', 'Zero bytes follow the last element');
      this.#mode = 'drain';
      return;
    }
    const ownVr = this.#header.vr === 'UN' ? null : this.#header.vr;
    const vr = ownVr ?? dictionaryVr(tag, this.#isSigned());
    const isBulk = tag === TAG.pixelData || ownVr === 'OB' || ownVr === 'OW';
    if (length === UNDEFINED_LENGTH && isBulk) this.#openFragments(tag, vr);
    else if (length === UNDEFINED_LENGTH || vr === 'SQ') this.#openSequence(tag, vr, length);
    else this.#openValue({ tag, vr, value: null, length, valueOffset: this.#offset });
  }

  #isZeroPadding(): boolean {
    const { tag, length } = this.#header;
    return tag === 0 && length === 0 && this.#levels.isTopLevel && this.#offset > MIN_HEADER_BYTES;
  }

  /** Leaves a sequence that holds something else than items. @returns false when that is passed over */
  #isAmongElements(): boolean {
    const { top } = this.#levels;
    if (top.kind === 'elements') return true;
    this.#note('malformed', 'A sequence holds something else than items');
    this.#levels.pop(); // its delimiter is missing
    if (top.end === Infinity) return true;
    this.#await('skip', Math.max(0, top.end - this.#offset));
    return false;
  }

  #isSigned(): boolean {
    const { top, root } = this.#levels;
    const own = top.dataSet?.elements.get(TAG.pixelRepresentation);
    const value = (own ?? root.dataSet?.elements.get(TAG.pixelRepresentation))?.value;
    return value?.includes(1) === true;
  }

  #openSequence(tag: number, vr: string, length: number): void {
    const { top, isTopLevel } = this.#levels;
    const isUn = this.#header.vr === 'UN' && !top.encoding.isImplicitVr;
    const end = length === UNDEFINED_LENGTH ? top.end : this.#offset + length;
    if (end > top.end) this.#note('malformed', 'A sequence is longer than what encloses it');
    if (!this.#mayGoDeeper()) return;
    const element = {
      tag,
      vr,
      value: null,
      length: length === UNDEFINED_LENGTH ? null : length,
      valueOffset: this.#offset,
    };
    const isKept = top.isKept && !this.#levels.isTooDeepToKeep && this.#builder.affords(0, isTopLevel);
    const encoding = isUn ? UN_ENCODING : top.encoding;
    const sequence = this.#levels.openSequence(encoding, end, isKept, isUn || top.mustDetectEncoding);
    if (sequence.items) this.#builder.add(top, { ...element, items: sequence.items });
    this.#noteOverflow();
  }

  #mayGoDeeper(): boolean {
    if (this.#levels.isTooDeepToKeep) this.#note('too-deep', 'Sequences are nested too deeply');
    if (!this.#levels.isTooDeepToFollow) return true;
    this.#mode = 'drain';
    return false;
  }

  #onDelimiter(): void {
    const { tag, length } = this.#header;
    const level = this.#levels.top;
    if (tag === TAG.item) {
      this.#openItem(length);
    } else if (tag === TAG.itemDelimitation) {
      if (level.kind === 'elements') this.#levels.pop();
    } else if (tag === TAG.sequenceDelimitation) {
      if (this.#levels.hasSequenceEndedAt(this.#offset - MIN_HEADER_BYTES)) return;
      if (level.kind === 'elements' && !this.#levels.isTopLevel) {
        this.#note('malformed', 'An item has no end');
        this.#levels.pop();
      }
      this.#levels.pop();
    } else {
      this.#note('malformed', 'An unknown delimiter stands between the elements');
    }
  }

  #openItem(length: number): void {
    if (this.#levels.top.kind === 'elements') {
      this.#note('malformed', 'An item stands outside a sequence');
      if (this.#levels.isTopLevel) return;
      this.#levels.pop(); // the item before it has no delimiter
    }
    const { top } = this.#levels;
    const end = length === UNDEFINED_LENGTH ? top.end : this.#offset + length;
    if (end > top.end) this.#note('malformed', 'An item is longer than its sequence');
    this.#levels.openItem(end, top.isKept && this.#builder.affords(ITEM_COST_BYTES, false));
    this.#noteOverflow();
  }

  #openValue(element: DataElement): void {
    const { top, isTopLevel } = this.#levels;
    const length = element.length ?? 0;
    const room = Math.min(length, top.end - this.#offset);
    if (room < length) this.#note('malformed', 'An element is longer than what encloses it');
    const { tag, vr, valueOffset } = element;
    if (isTopLevel && isPixelDataTag(tag) && this.#pixelData === null) {
      this.#builder.addBare(top, element, true);
      this.#pixelData = { tag, vr, valueOffset, length, isEncapsulated: false };
      this.#await('pixels', room);
      return;
    }
    const isOffsetTable = tag === TAG.extendedOffsetTable || tag === TAG.extendedOffsetTableLengths;
    const limit = isOffsetTable ? MAX_OFFSET_TABLE_BYTES : this.#limits.maxValueBytes;
    const isElided = room < length || length > limit;
    const value = isElided ? null : this.#builder.reserve(top, length, isTopLevel);
    if (isElided) this.#builder.addBare(top, element, isTopLevel);
    this.#noteOverflow();
    if (value === null) {
      this.#await('skip', room);
      return;
    }
    this.#element = { tag, vr, value, length, valueOffset };
    if (length === 0) this.#builder.add(top, this.#element);
    this.#await('value', length);
  }

  #openFragments(tag: number, vr: string): void {
    const { top, isTopLevel } = this.#levels;
    const valueOffset = this.#offset;
    this.#builder.addBare(top, { tag, vr, value: null, length: null, valueOffset }, isTopLevel);
    this.#noteOverflow();
    this.#mode = 'fragment-header';
    this.#log = null;
    if (!isTopLevel || tag !== TAG.pixelData || this.#pixelData !== null) return;
    this.#pixelData = { tag, vr, valueOffset, length: null, isEncapsulated: true };
    this.#pixelLog = new FragmentLog();
    this.#log = this.#pixelLog;
  }

  #onFragmentHeader(): void {
    const { tag, length } = this.#header;
    if (tag === TAG.item && length !== UNDEFINED_LENGTH) {
      if (this.#log?.expectsTable === true) {
        this.#log.openTable();
        this.#await('table', length);
      } else {
        this.#log?.openFragment(this.#offset, length);
        this.#await('fragment', length);
      }
    } else if (tag !== TAG.itemDelimitation) {
      this.#mode = 'header';
      if (tag === TAG.sequenceDelimitation) return;
      this.#note('malformed', 'Something else than fragments lies in the encapsulated pixel data');
      this.#mode = 'drain';
    }
  }

  #await(mode: Mode, byteLength: number): void {
    this.#remaining = byteLength;
    this.#mode = mode;
    if (byteLength === 0) this.#mode = mode === 'table' || mode === 'fragment' ? 'fragment-header' : 'header';
  }

  #takeValue(slice: Buffer, at: number): number {
    const end = this.#mode === 'drain' ? slice.length : Math.min(slice.length, at + this.#remaining);
    if (this.#mode === 'value') {
      const value = this.#element?.value;
      if (value) slice.copy(value, value.length - this.#remaining, at, end);
    } else if (this.#mode === 'table') this.#log?.pushTable(slice.subarray(at, end));
    else if (this.#mode === 'fragment') this.#log?.pushFragment(slice, at, end);
    this.#offset += end - at;
    if (this.#mode === 'drain') return end;
    this.#remaining -= end - at;
    if (this.#remaining === 0) this.#endValue();
    return end;
  }

  #endValue(): void {
    if (this.#mode === 'value' && this.#element) this.#builder.add(this.#levels.top, this.#element);
    this.#await(this.#mode, 0);
  }

  #noteOverflow(): void {
    if (this.#builder.hasOverflown)
      this.#note('header-too-large', 'It has too many attributes to keep them all');
  }

  #note(kind: ScanProblem['kind'], detail: string): void {
    this.#problem ??= { kind, detail, atOffset: this.#offset };
  }
}

function isPixelDataTag(tag: number): boolean {
  return tag === TAG.pixelData || tag === TAG.floatPixelData || tag === TAG.doubleFloatPixelData;
}
