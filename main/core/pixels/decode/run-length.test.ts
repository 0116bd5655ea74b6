import { describe, expect, it } from 'vitest';
import { anImage } from '../../../../test/support/an-image.ts';
import { decodeRunLength } from './run-length.ts';

function frameOf(...segments: readonly (readonly number[])[]): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(segments.length, 0);
  let offset = 64;
  segments.forEach((segment, index) => {
    header.writeUInt32LE(offset, 4 * (index + 1));
    offset += segment.length;
  });
  return Buffer.concat([header, ...segments.map((segment) => Buffer.from(segment))]);
}

const decode = (frame: Buffer, image = anImage()) => {
  const result = decodeRunLength(frame, image);
  return result.ok ? [...result.value] : result.error;
};

describe('decodeRunLength', () => {
  it.each([
    ['literals', [3, 1, 2, 3, 4], [1, 2, 3, 4]],
    ['a run', [253, 9], [9, 9, 9, 9]],
    ['a no-operation between', [0, 1, 128, 254, 7], [1, 7, 7, 7]],
    ['padding behind the last pixel', [3, 1, 2, 3, 4, 0], [1, 2, 3, 4]],
    ['a run that is longer than the image', [200, 5], [5, 5, 5, 5]],
  ])('decodes %s', (_, segment, expected) => {
    expect(decode(frameOf(segment))).toEqual(expected);
  });

  it('puts the most significant byte, which comes first, second in memory', () => {
    const image = anImage({ rows: 1, bitsAllocated: 16 });
    expect(decode(frameOf([1, 0x12, 0x56], [1, 0x34, 0x78]), image)).toEqual([0x34, 0x12, 0x78, 0x56]);
  });

  it('lays colours out as planes', () => {
    const image = anImage({ rows: 1, samplesPerPixel: 3 });
    expect(decode(frameOf([1, 1, 2], [1, 3, 4], [1, 5, 6]), image)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('takes eight pixels of one bit from a byte', () => {
    expect(decode(frameOf([0, 0b101]), anImage({ bitsAllocated: 1, rows: 3, columns: 1 }))).toEqual([0b101]);
  });

  it.each([
    ['stops early', frameOf([1, 1, 2]), 'Its RLE data stops early.'],
    ['ends inside a run', frameOf([3, 1, 2, 3]), 'Its RLE data stops early.'],
    ['is too short for its header', Buffer.alloc(20), 'Its RLE data stops before the pixels.'],
    [
      'has a segment too many',
      frameOf([253, 1], [253, 1]),
      'Its RLE data has another number of segments than its header asks for.',
    ],
    [
      'points outside',
      (() => {
        const frame = frameOf([253, 1]);
        frame.writeUInt32LE(10_000, 4);
        return frame;
      })(),
      'Its RLE data says that a segment lies outside of it.',
    ],
  ])('refuses a frame that %s', (_, frame, error) => {
    expect(decode(frame)).toBe(error);
  });
});
