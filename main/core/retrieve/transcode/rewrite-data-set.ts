import type { DataElement, DataSet } from '../../dicom/data-set.ts';
import { TAG } from '../../dicom/tag.ts';
import type { TransferSyntax } from '../../dicom/transfer-syntax.ts';
import { vrForm } from '../../dicom/vr.ts';
import { err, ok, type Result } from '../../shared/result.ts';

/** A value of the top level to be put in the place of what is there; numbers in little endian. */
export interface NewValue {
  readonly vr: string;
  readonly value: Buffer;
}

export interface RewritePlan {
  readonly target: TransferSyntax;
  /** By tag; null leaves the element out. */
  readonly changes: ReadonlyMap<number, NewValue | null>;
  /** Pixel data as it goes out: native as one value in the byte order of the target, compressed as fragments. */
  readonly pixels: OutgoingPixels | null;
}

export type OutgoingPixels =
  | { readonly kind: 'native'; readonly tag: number; readonly vr: string; readonly value: Uint8Array }
  | { readonly kind: 'encapsulated'; readonly frames: readonly Uint8Array[] };

const UNDEFINED_LENGTH = 0xffffffff;
const MAX_LENGTH = 0xfffffffe;
/** Longest value of a VR with a length of 16 bits; longer ones go out as UN (PS3.5 section 6.2.2). */
const MAX_SHORT_LENGTH = 0xfffe;
/** Bytes of one number by VR. */
const WORD_BYTES: Readonly<Record<string, 2 | 4 | 8>> = {
  US: 2,
  SS: 2,
  OW: 2,
  AT: 2,
  UL: 4,
  SL: 4,
  FL: 4,
  OF: 4,
  OL: 4,
  FD: 8,
  OD: 8,
  SV: 8,
  UV: 8,
  OV: 8,
};

/**
 * Writes a data set in another transfer syntax. Values are copied byte for byte, text with them: only the byte order of
 * numbers and the form of the element headers change. Group lengths (retired) are left out.
 *
 * @param source the bytes that `dataSet` was read from, inflated ones for a deflated object
 */
export function rewriteDataSet(
  dataSet: DataSet,
  source: Buffer,
  plan: RewritePlan,
): Result<readonly Buffer[], string> {
  const writer = new Rewriter(source, plan.target);
  const tags = new Set([...dataSet.elements.keys(), ...plan.changes.keys()]);
  for (const tag of [...tags].toSorted((a, b) => a - b)) {
    const change = plan.changes.get(tag);
    const element = dataSet.elements.get(tag);
    if (change === null || tag % 0x10000 === 0 || isPixelData(tag)) continue;
    if (change) writer.addValue(tag, change.vr, change.value, false);
    else if (element) writer.addElement(element, dataSet.isBigEndian);
  }
  if (plan.pixels) writer.addPixels(plan.pixels);
  return writer.problem === null ? ok(writer.parts) : err(writer.problem);
}

function isPixelData(tag: number): boolean {
  return tag === TAG.pixelData || tag === TAG.floatPixelData || tag === TAG.doubleFloatPixelData;
}

class Rewriter {
  readonly parts: Buffer[] = [];
  problem: string | null = null;
  readonly #source: Buffer;
  readonly #target: TransferSyntax;
  #byteLength = 0;

  constructor(source: Buffer, target: TransferSyntax) {
    this.#source = source;
    this.#target = target;
  }

  addElement(element: DataElement, isBigEndian: boolean): void {
    const { tag, vr, value, items, length, valueOffset } = element;
    if (items) {
      this.#addSequence(tag, items);
      return;
    }
    if (value !== null) {
      this.addValue(tag, vr, value, isBigEndian);
      return;
    }
    // What was too long to keep lies in the source; what has no length is compressed inside a sequence.
    if (length === null || valueOffset + length > this.#source.length) {
      this.problem = 'A part of it cannot be brought to another form.';
      return;
    }
    this.addValue(tag, vr, this.#source.subarray(valueOffset, valueOffset + length), isBigEndian);
  }

  addValue(tag: number, vr: string, value: Buffer, isBigEndian: boolean): void {
    const turned = isBigEndian === this.#target.isBigEndian ? value : swapWords(vr, value);
    const isOdd = turned.length % 2 === 1;
    this.#addHeader(tag, vr, turned.length + (isOdd ? 1 : 0));
    this.#push(turned);
    if (isOdd) this.#push(Buffer.from([vr === 'UI' || vr === 'UN' || vr.startsWith('O') ? 0 : 0x20]));
  }

  addPixels(pixels: OutgoingPixels): void {
    if (pixels.kind === 'encapsulated') {
      this.#addFragments(pixels.frames);
      return;
    }
    const { tag, vr, value } = pixels;
    this.#addHeader(tag, vr, value.length + (value.length % 2));
    this.#push(Buffer.from(value.buffer, value.byteOffset, value.length));
    if (value.length % 2 === 1) this.#push(Buffer.alloc(1));
  }

  /** Items of known length (PS3.5 section 7.5.1). */
  #addSequence(tag: number, items: readonly DataSet[]): void {
    const inner = new Rewriter(this.#source, this.#target);
    for (const item of items) {
      const content = new Rewriter(this.#source, this.#target);
      for (const element of item.elements.values()) {
        if (element.tag % 0x10000 !== 0) content.addElement(element, item.isBigEndian);
      }
      this.problem ??= content.problem;
      inner.#addBareHeader(TAG.item, content.#byteLength);
      for (const part of content.parts) inner.#push(part);
    }
    this.#addHeader(tag, 'SQ', inner.#byteLength);
    for (const part of inner.parts) this.#push(part);
  }

  /** A Basic Offset Table, then a fragment for each frame (PS3.5 section A.4). */
  #addFragments(frames: readonly Uint8Array[]): void {
    const lengths = frames.map((frame) => frame.length + (frame.length % 2));
    const total = lengths.reduce((sum, length) => sum + length + 8, 0);
    const hasTable = frames.length > 1 && total <= MAX_LENGTH;
    this.#addHeader(TAG.pixelData, 'OB', UNDEFINED_LENGTH);
    this.#addBareHeader(TAG.item, hasTable ? frames.length * 4 : 0);
    if (hasTable) {
      const table = Buffer.alloc(frames.length * 4);
      let offset = 0;
      for (const [index, length] of lengths.entries()) {
        table.writeUInt32LE(offset, index * 4);
        offset += length + 8;
      }
      this.#push(table);
    }
    for (const frame of frames) {
      this.#addBareHeader(TAG.item, frame.length + (frame.length % 2));
      this.#push(Buffer.from(frame.buffer, frame.byteOffset, frame.length));
      if (frame.length % 2 === 1) this.#push(Buffer.alloc(1));
    }
    this.#addBareHeader(TAG.sequenceDelimitation, 0);
  }

  #addHeader(tag: number, vr: string, length: number): void {
    if (length > MAX_LENGTH && length !== UNDEFINED_LENGTH) {
      this.problem = 'It is too long for the form that is asked for.';
      return;
    }
    if (this.#target.isImplicitVr) {
      this.#addBareHeader(tag, length);
      return;
    }
    const isLong = vrForm((vr.charCodeAt(0) << 8) | vr.charCodeAt(1))?.isLong ?? true;
    const mustWiden = !isLong && length > MAX_SHORT_LENGTH;
    const header = Buffer.alloc(isLong || mustWiden ? 12 : 8);
    this.#putTag(header, tag);
    header.write(mustWiden ? 'UN' : vr, 4, 'latin1');
    if (header.length === 12) this.#put32(header, length, 8);
    else if (this.#target.isBigEndian) header.writeUInt16BE(length, 6);
    else header.writeUInt16LE(length, 6);
    this.#push(header);
  }

  /** Of items and delimiters, and of everything in Implicit VR. */
  #addBareHeader(tag: number, length: number): void {
    const header = Buffer.alloc(8);
    this.#putTag(header, tag);
    this.#put32(header, length, 4);
    this.#push(header);
  }

  #putTag(header: Buffer, tag: number): void {
    const group = Math.floor(tag / 0x10000);
    const element = tag % 0x10000;
    if (this.#target.isBigEndian) header.writeUInt16BE(element, header.writeUInt16BE(group));
    else header.writeUInt16LE(element, header.writeUInt16LE(group));
  }

  #put32(header: Buffer, value: number, at: number): void {
    if (this.#target.isBigEndian) header.writeUInt32BE(value, at);
    else header.writeUInt32LE(value, at);
  }

  #push(part: Buffer): void {
    this.parts.push(part);
    this.#byteLength += part.length;
  }
}

/** A copy with the bytes of each number turned round (PS3.5 section 7.3). */
function swapWords(vr: string, value: Buffer): Buffer {
  return swapBytes(value, WORD_BYTES[vr] ?? 1);
}

export function swapBytes(value: Buffer, wordBytes: 1 | 2 | 4 | 8): Buffer {
  if (wordBytes === 1) return value;
  const copy = Buffer.from(value);
  const whole = copy.subarray(0, copy.length - (copy.length % wordBytes));
  if (wordBytes === 2) whole.swap16();
  else if (wordBytes === 4) whole.swap32();
  else whole.swap64();
  return copy;
}
