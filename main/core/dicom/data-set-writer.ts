import { deflateRawSync } from 'node:zlib';
import { textShapeOf } from './charset/character-set.ts';
import { ASCII_ENCODER, UTF_8_ENCODER, type CharacterEncoder } from './charset/text-encoder.ts';
import { TAG } from './tag.ts';
import { toLittleEndian } from './to-little-endian.ts';
import { toReadableSyntax, type TransferSyntax } from './transfer-syntax.ts';
import { vrForm } from './vr.ts';

/** An element to be written. */
export type WritableElement =
  | {
      readonly tag: number;
      readonly vr: string;
      /**
       * Text with `\` between its values, or numbers for a VR of binary numbers (tags for AT), or bytes as they are, in
       * little endian. An empty string is an element without value.
       */
      readonly value: string | number | readonly number[] | Buffer;
    }
  | { readonly tag: number; readonly vr: 'SQ'; readonly items: readonly (readonly WritableElement[])[] };

export interface DataSetWriterOptions {
  /** The set that the receiver asked for; text that it cannot hold is written in UTF-8. ASCII when absent. */
  readonly encoder?: CharacterEncoder;
}

const SPACE = 0x20;
const NUL = 0;
/** Longest value of a VR whose length field has 16 bits; longer ones go out as UN (PS3.5 section 6.2.2). */
const MAX_SHORT_LENGTH = 0xfffe;
const FIRST_BUFFER_BYTES = 4096;

/**
 * Encodes data sets one after the other, for one receiver: small ones take a few microseconds. Specific Character Set
 * (0008,0005) is written as it is needed and must not be among the elements; the order of the elements does not matter.
 */
export class DataSetWriter {
  readonly #syntax: TransferSyntax;
  readonly #encoder: CharacterEncoder;
  #present: CharacterEncoder;
  /** The present set cannot hold some text of the data set. */
  #needsUtf8 = false;
  #bytes = Buffer.allocUnsafeSlow(FIRST_BUFFER_BYTES);
  #at = 0;

  constructor(transferSyntaxUid: string, options: DataSetWriterOptions = {}) {
    this.#syntax = toReadableSyntax(transferSyntaxUid);
    this.#encoder = options.encoder ?? ASCII_ENCODER;
    this.#present = this.#encoder;
  }

  encode(elements: readonly WritableElement[]): Buffer {
    this.#write(elements, this.#encoder);
    if (this.#needsUtf8) this.#write(elements, UTF_8_ENCODER);
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#at));
    return this.#syntax.isDeflated ? toEven(deflateRawSync(bytes)) : bytes;
  }

  #write(elements: readonly WritableElement[], encoder: CharacterEncoder): void {
    this.#at = 0;
    this.#needsUtf8 = false;
    this.#present = encoder;
    const set = encoder.specificCharacterSet;
    const all =
      set === '' ? elements : [{ tag: TAG.specificCharacterSet, vr: 'CS', value: set }, ...elements];
    this.#writeElements(all);
  }

  #writeElements(elements: readonly WritableElement[]): void {
    const sorted = isAscending(elements) ? elements : elements.toSorted((a, b) => a.tag - b.tag);
    for (const element of sorted) {
      if ('items' in element) this.#writeSequence(element.tag, element.items);
      else this.#writeElement(element.tag, element.vr, element.value);
    }
  }

  #writeElement(tag: number, vr: string, value: string | number | readonly number[] | Buffer): void {
    const lengthAt = this.#openElement(tag, vr);
    const start = this.#at;
    if (typeof value === 'string') this.#writeText(vr, value);
    else if (Buffer.isBuffer(value))
      this.#writeBytes(this.#syntax.isBigEndian ? toLittleEndian(vr, value) : value);
    else if (typeof value === 'number') this.#writeNumber(vr, value);
    else for (const one of value) this.#writeNumber(vr, one);
    if ((this.#at - start) % 2 === 1) {
      this.#room(1);
      this.#bytes[this.#at] = hasTextPadding(vr) ? SPACE : NUL;
      this.#at += 1;
    }
    this.#closeElement(lengthAt, start);
  }

  #writeSequence(tag: number, items: readonly (readonly WritableElement[])[]): void {
    const lengthAt = this.#openElement(tag, 'SQ');
    const start = this.#at;
    for (const item of items) {
      this.#room(8);
      this.#writeTag(TAG.item);
      const itemLengthAt = this.#at;
      this.#at += 4;
      this.#writeElements(item);
      this.#put32(itemLengthAt, this.#at - itemLengthAt - 4);
    }
    this.#closeElement(lengthAt, start);
  }

  /** Writes the header, its length left open. @returns where the length stands; negative for one of 16 bits */
  #openElement(tag: number, vr: string): number {
    this.#room(12);
    this.#writeTag(tag);
    if (!this.#syntax.isImplicitVr) {
      const bytes = this.#bytes;
      const at = this.#at;
      bytes[at] = vr.charCodeAt(0);
      bytes[at + 1] = vr.charCodeAt(1);
      bytes[at + 2] = 0;
      bytes[at + 3] = 0;
      if (!isLongForm(vr)) {
        this.#at += 4;
        return -(at + 2);
      }
      this.#at += 4;
    }
    this.#at += 4;
    return this.#at - 4;
  }

  #closeElement(lengthAt: number, start: number): void {
    const length = this.#at - start;
    if (lengthAt >= 0) this.#put32(lengthAt, length);
    else if (length <= MAX_SHORT_LENGTH) this.#put16(-lengthAt, length);
    else this.#widen(-lengthAt, start, length);
  }

  /** Makes room for a length of 32 bits. */
  #widen(lengthAt: number, start: number, length: number): void {
    this.#room(4);
    this.#bytes.copyWithin(start + 4, start, this.#at);
    this.#at += 4;
    this.#bytes.write('UN', lengthAt - 2, 'latin1');
    this.#put16(lengthAt, 0);
    this.#put32(lengthAt + 2, length);
  }

  /** ASCII is copied letter by letter, which is faster than any call for texts of this length. */
  #writeText(vr: string, text: string): void {
    const { length } = text;
    this.#room(length);
    const bytes = this.#bytes;
    const start = this.#at;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) {
        this.#writeEncoded(vr, text);
        return;
      }
      bytes[start + index] = code;
    }
    this.#at = start + length;
  }

  #writeEncoded(vr: string, text: string): void {
    const shape = textShapeOf(vr);
    if (shape === undefined) {
      this.#writeBytes(Buffer.from(text, 'latin1')); // default repertoire: what does not belong there stays as it came
      return;
    }
    const encoded = this.#present.encode(text, shape);
    if (encoded === null) this.#needsUtf8 = true;
    else this.#writeBytes(encoded);
  }

  #writeBytes(value: Buffer): void {
    this.#room(value.length);
    value.copy(this.#bytes, this.#at);
    this.#at += value.length;
  }

  #writeNumber(vr: string, value: number): void {
    this.#room(8);
    const at = this.#at;
    const big = this.#syntax.isBigEndian;
    const bytes = this.#bytes;
    switch (vr) {
      case 'US':
        this.#put16(at, value);
        break;
      case 'SS':
        if (big) bytes.writeInt16BE(value, at);
        else bytes.writeInt16LE(value, at);
        break;
      case 'UL':
        this.#put32(at, value);
        break;
      case 'AT':
        this.#put16(at, value >>> 16);
        this.#put16(at + 2, value & 0xffff);
        break;
      case 'SL':
        if (big) bytes.writeInt32BE(value, at);
        else bytes.writeInt32LE(value, at);
        break;
      case 'FL':
        if (big) bytes.writeFloatBE(value, at);
        else bytes.writeFloatLE(value, at);
        break;
      case 'FD':
        if (big) bytes.writeDoubleBE(value, at);
        else bytes.writeDoubleLE(value, at);
        break;
      default:
        this.#writeText(vr, String(value));
        return;
    }
    this.#at = at + (NUMBER_BYTES[vr] ?? 0);
  }

  #writeTag(tag: number): void {
    this.#put16(this.#at, tag >>> 16);
    this.#put16(this.#at + 2, tag & 0xffff);
    this.#at += 4;
  }

  #put16(at: number, value: number): void {
    if (this.#syntax.isBigEndian) this.#bytes.writeUInt16BE(value, at);
    else this.#bytes.writeUInt16LE(value, at);
  }

  #put32(at: number, value: number): void {
    if (this.#syntax.isBigEndian) this.#bytes.writeUInt32BE(value, at);
    else this.#bytes.writeUInt32LE(value, at);
  }

  #room(byteLength: number): void {
    const needed = this.#at + byteLength;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

const NUMBER_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, AT: 4, FL: 4, FD: 8 };

/** One data set, when there is no other to follow. */
export function encodeDataSet(
  elements: readonly WritableElement[],
  transferSyntaxUid: string,
  options: DataSetWriterOptions = {},
): Buffer {
  return new DataSetWriter(transferSyntaxUid, options).encode(elements);
}

function isLongForm(vr: string): boolean {
  return vrForm((vr.charCodeAt(0) << 8) | vr.charCodeAt(1))?.isLong ?? true;
}

function hasTextPadding(vr: string): boolean {
  return vr !== 'UI' && !vr.startsWith('O') && vr !== 'UN';
}

function isAscending(elements: readonly WritableElement[]): boolean {
  for (let index = 1; index < elements.length; index += 1) {
    if ((elements[index - 1]?.tag ?? 0) > (elements[index]?.tag ?? 0)) return false;
  }
  return true;
}

function toEven(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
}
