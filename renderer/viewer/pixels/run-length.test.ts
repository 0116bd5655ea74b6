import { describe, expect, it } from 'vitest';
import type { PixelFormat } from '../metadata/pixel-format.ts';
import { decodeRunLength } from './run-length.ts';

const gray: PixelFormat = {
  rows: 1,
  columns: 4,
  samplesPerPixel: 1,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  isSigned: false,
  kind: 'integer',
  palette: null,
  padding: null,
};

/** A frame of the given segments, each padded to an even length (PS3.5 Annex G.3). */
function frameOf(...segments: number[][]): Uint8Array<ArrayBuffer> {
  const padded = segments.map((segment) => (segment.length % 2 === 0 ? segment : [...segment, 0]));
  const header = new Uint32Array(16);
  header[0] = padded.length;
  let offset = 64;
  padded.forEach((segment, index) => {
    header[index + 1] = offset;
    offset += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...padded.flat()]);
}

function decode(frame: Uint8Array<ArrayBuffer>, format: PixelFormat): number[] | string {
  const decoded = decodeRunLength(frame, format);
  return decoded.ok ? [...decoded.value] : decoded.failure.kind;
}

describe('decodeRunLength', () => {
  it('reads literal and repeated runs, and skips a control byte of 128', () => {
    expect(decode(frameOf([1, 7, 8, 128, 255, 9]), gray)).toEqual([7, 8, 9, 9]);
  });

  it('puts the most significant byte first in the segments and last in memory', () => {
    const format = { ...gray, bitsAllocated: 16, bitsStored: 16, highBit: 15 };
    expect(decode(frameOf([253, 0x12], [253, 0x34]), format)).toEqual([
      0x34, 0x12, 0x34, 0x12, 0x34, 0x12, 0x34, 0x12,
    ]);
  });

  it('reads 32 bit samples', () => {
    const format = { ...gray, columns: 1, bitsAllocated: 32, bitsStored: 32, highBit: 31 };
    expect(decode(frameOf([0, 1], [0, 2], [0, 3], [0, 4]), format)).toEqual([4, 3, 2, 1]);
  });

  it('reads masks of one bit, packed eight pixels to a byte', () => {
    const format = { ...gray, columns: 12, bitsAllocated: 1, bitsStored: 1, highBit: 0 };
    expect(decode(frameOf([1, 0xff, 0x0f]), format)).toEqual([0xff, 0x0f]);
  });

  it('gives one colour plane after the other', () => {
    const format = { ...gray, columns: 2, samplesPerPixel: 3 };
    expect(decode(frameOf([255, 1], [255, 2], [255, 3]), format)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it.each([
    { name: 'a segment stops early', frame: frameOf([1, 7]), kind: 'cut-short' },
    { name: 'a run has no byte to repeat', frame: frameOf([253]).subarray(0, 65), kind: 'cut-short' },
    { name: 'there are too few segments', frame: frameOf(), kind: 'damaged' },
    { name: 'the header is cut off', frame: frameOf([3, 1, 2, 3, 4]).subarray(0, 20), kind: 'damaged' },
  ])('draws nothing when $name', ({ frame, kind }) => {
    expect(decode(frame, gray)).toBe(kind);
  });

  it('does not write beyond the frame when a run is too long', () => {
    expect(decode(frameOf([129, 5]), gray)).toEqual([5, 5, 5, 5]);
  });
});
