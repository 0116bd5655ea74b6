/** Builds data sets byte by byte, right or wrong, so that a test shows what it feeds. */
export interface TestEncoding {
  readonly isImplicitVr: boolean;
  readonly isBigEndian: boolean;
}

export const EXPLICIT: TestEncoding = { isImplicitVr: false, isBigEndian: false };
export const IMPLICIT: TestEncoding = { isImplicitVr: true, isBigEndian: false };
export const BIG_ENDIAN: TestEncoding = { isImplicitVr: false, isBigEndian: true };

const UNDEFINED_LENGTH = 0xffffffff;
const LONG_FORM = /^(OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/;

function number(value: number, byteLength: 2 | 4, isBigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(byteLength);
  if (isBigEndian) bytes.writeUIntBE(value, 0, byteLength);
  else bytes.writeUIntLE(value, 0, byteLength);
  return bytes;
}

export function elementHeader(tag: number, vr: string, length: number, encoding = EXPLICIT): Buffer {
  const { isBigEndian, isImplicitVr } = encoding;
  const parts = [number(tag >>> 16, 2, isBigEndian), number(tag & 0xffff, 2, isBigEndian)];
  if (isImplicitVr) parts.push(number(length, 4, isBigEndian));
  else if (LONG_FORM.test(vr)) parts.push(Buffer.from(`${vr}\0\0`, 'latin1'), number(length, 4, isBigEndian));
  else parts.push(Buffer.from(vr, 'latin1'), number(length, 2, isBigEndian));
  return Buffer.concat(parts);
}

/** An element; text is padded to even length, bytes are taken as they are. */
export function element(
  tag: number,
  vr: string,
  value: string | Buffer | number,
  encoding = EXPLICIT,
): Buffer {
  const bytes = toBytes(vr, value, encoding.isBigEndian);
  return Buffer.concat([elementHeader(tag, vr, bytes.length, encoding), bytes]);
}

function toBytes(vr: string, value: string | Buffer | number, isBigEndian: boolean): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (typeof value === 'number') return number(value, vr === 'UL' ? 4 : 2, isBigEndian);
  const padding = vr === 'UI' ? '\0' : ' ';
  return Buffer.from(value.length % 2 === 0 ? value : value + padding, 'latin1');
}

export function item(content: Buffer, encoding = EXPLICIT): Buffer {
  return Buffer.concat([delimiter(0xfffee000, content.length, encoding), content]);
}

export function undefinedLengthItem(content: Buffer, encoding = EXPLICIT): Buffer {
  return Buffer.concat([
    delimiter(0xfffee000, UNDEFINED_LENGTH, encoding),
    content,
    delimiter(0xfffee00d, 0, encoding),
  ]);
}

export function delimiter(tag: number, length: number, { isBigEndian } = EXPLICIT): Buffer {
  return Buffer.concat([
    number(tag >>> 16, 2, isBigEndian),
    number(tag & 0xffff, 2, isBigEndian),
    number(length, 4, isBigEndian),
  ]);
}

export function sequence(tag: number, items: readonly Buffer[], encoding = EXPLICIT): Buffer {
  const content = Buffer.concat(items);
  return Buffer.concat([elementHeader(tag, 'SQ', content.length, encoding), content]);
}

export function undefinedLengthSequence(
  tag: number,
  items: readonly Buffer[],
  encoding = EXPLICIT,
  vr = 'SQ',
): Buffer {
  return Buffer.concat([
    elementHeader(tag, vr, UNDEFINED_LENGTH, encoding),
    ...items,
    delimiter(0xfffee0dd, 0, encoding),
  ]);
}

/** Encapsulated pixel data: the offset table's item, one item for each fragment, the delimiter. */
export function encapsulatedPixelData(
  fragments: readonly Buffer[],
  offsetTable: readonly number[] = [],
): Buffer {
  const table = Buffer.concat(offsetTable.map((offset) => number(offset, 4, false)));
  return undefinedLengthSequence(0x7fe00010, [item(table), ...fragments.map((f) => item(f))], EXPLICIT, 'OB');
}
