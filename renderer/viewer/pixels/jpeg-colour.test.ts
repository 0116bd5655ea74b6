import { describe, expect, it } from 'vitest';
import { withColourMarker } from './jpeg-colour.ts';

const quantization = [0xff, 0xdb, 0, 4, 1, 2];
const scan = [0xff, 0xda, 0, 2, 9, 9];

function jpeg(...segments: number[][]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0xff, 0xd8, ...segments.flat()]);
}

describe('withColourMarker', () => {
  it('marks a JPEG as RGB when only the DICOM header says so', () => {
    const marked = withColourMarker(jpeg(quantization, scan), 'RGB');
    expect([...marked.subarray(0, 9)]).toEqual([
      0xff,
      0xd8,
      0xff,
      0xee,
      0,
      14,
      ...new TextEncoder().encode('Ado'),
    ]);
    expect([...marked.subarray(18)]).toEqual([...quantization, ...scan]);
  });

  it.each([
    { name: 'has a JFIF marker', bytes: jpeg([0xff, 0xe0, 0, 4, 0, 0], scan), photometric: 'RGB' },
    {
      name: 'has an Adobe marker',
      bytes: jpeg(quantization, [0xff, 0xee, 0, 4, 0, 0], scan),
      photometric: 'RGB',
    },
    { name: 'is YBR_FULL_422', bytes: jpeg(quantization, scan), photometric: 'YBR_FULL_422' },
    { name: 'is no JPEG', bytes: Uint8Array.of(1, 2, 3), photometric: 'RGB' },
    { name: 'is cut off', bytes: jpeg([0xff, 0xdb, 0, 200]), photometric: 'RGB' },
  ])('leaves one alone that $name', ({ bytes, photometric }) => {
    expect(withColourMarker(bytes, photometric)).toBe(bytes);
  });
});
