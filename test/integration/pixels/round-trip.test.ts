import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NativeCodecs } from '../../../main/core/pixels/decode/native-codecs.ts';
import { decodeFrame } from '../../../main/core/pixels/decode/decode-frame.ts';
import type { ImageDescription } from '../../../main/core/pixels/image-description.ts';
import { StoredImage } from '../../../main/core/pixels/stored-image.ts';
import { anImage } from '../../support/an-image.ts';
import { encodeFrame, type EncoderName } from '../../support/encode-frame.ts';
import { explainMissing, type ProgramName } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { ourSamples } from './our-decoding.ts';

const CT_HEAD = path.resolve(import.meta.dirname, '../../fixtures/ct-head/10.dcm');

async function samplesOf(file: string): Promise<Float64Array> {
  const opened = await StoredImage.open(file);
  if (!opened.ok) throw new Error(opened.error.detail);
  await using stored = opened.value;
  const ours = await ourSamples(stored, 0);
  if ('refusal' in ours) throw new Error(ours.refusal);
  return ours.samples;
}

/** Compressed by others, lossless: each must come back as the very samples of the file that ships with the tests. */
const COMPRESSORS: readonly (readonly [string, ProgramName, ...string[]])[] = [
  ['RLE', 'dcmcrle'],
  ['JPEG lossless', 'dcmcjpeg', '--encode-lossless-sv1'],
  ['JPEG lossless with predictor 6', 'dcmcjpeg', '--encode-lossless', '--selection-value', '6'],
  ['JPEG-LS', 'dcmcjpls'],
  ['JPEG 2000', 'gdcmconv', '--j2k'],
  ['implicit little endian', 'dcmconv', '+ti'],
  ['explicit big endian', 'dcmconv', '+tb'],
  ['deflated', 'dcmconv', '+td'],
];

describe('A CT slice that another program compressed', () => {
  for (const [name, program, ...options] of COMPRESSORS) {
    const missing = explainMissing([program]);
    it.skipIf(missing !== null)(missing ?? `as ${name} has the same samples`, async () => {
      const folder = aTemporaryFolder();
      onTestFinished(() => folder[Symbol.dispose]());
      const compressed = path.join(folder.path, 'compressed.dcm');
      execFileSync(program, [...options, CT_HEAD, compressed], { stdio: 'ignore' });
      expect(await samplesOf(compressed)).toEqual(await samplesOf(CT_HEAD));
    });
  }
});

/** HTJ2K: no file of the shared data has it, and neither DCMTK nor GDCM knows it. */
describe('An HTJ2K or JPEG 2000 codestream', () => {
  const missing = explainMissing(['opj_decompress']);
  const kinds: readonly (readonly [string, EncoderName, string, Partial<ImageDescription>])[] = [
    ['HTJ2K of 8 bits', 'encodeHtJpeg2000', '201', {}],
    ['HTJ2K of 12 bits', 'encodeHtJpeg2000', '201', { bitsAllocated: 16, bitsStored: 12 }],
    ['HTJ2K of 16 bits', 'encodeHtJpeg2000', '201', { bitsAllocated: 16 }],
    ['HTJ2K in colour', 'encodeHtJpeg2000', '201', { samplesPerPixel: 3, photometricInterpretation: 'RGB' }],
    ['JPEG 2000 of 16 bits', 'encodeJpeg2000', '90', { bitsAllocated: 16 }],
  ];

  it.skipIf(missing !== null).each(kinds)(
    `is to us what OpenJPEG makes of it: %s${missing ?? ''}`,
    async (_, encoder, ending, changes) => {
      const folder = aTemporaryFolder();
      onTestFinished(() => folder[Symbol.dispose]());
      const image = anImage({ rows: 61, columns: 83, ...changes });
      const frame = await encodeFrame(encoder, paint(image), image);
      const ours = await decodeFrame(frame, `1.2.840.10008.1.2.4.${ending}`, image, new NativeCodecs());
      expect(ours.ok && Buffer.from(ours.value.bytes)).toEqual(decodeWithOpenJpeg(frame, folder.path, image));
    },
  );
});

function paint({ rows, columns, samplesPerPixel, bitsAllocated, bitsStored }: ImageDescription): Uint8Array {
  const values = Array.from(
    { length: rows * columns * samplesPerPixel },
    (_, at) => (at * at * 31 + at * 7) % 2 ** bitsStored,
  );
  return bitsAllocated === 8 ? Uint8Array.from(values) : new Uint8Array(Uint16Array.from(values).buffer);
}

/** Samples pixel after pixel, little endian: OpenJPEG writes raw files plane after plane. */
function decodeWithOpenJpeg(frame: Buffer, folder: string, image: ImageDescription): Buffer {
  const encoded = path.join(folder, 'frame.j2k');
  const decoded = path.join(folder, 'frame.rawl');
  writeFileSync(encoded, frame);
  execFileSync('opj_decompress', ['-quiet', '-i', encoded, '-o', decoded], { stdio: 'ignore' });
  const planes = readFileSync(decoded);
  if (image.samplesPerPixel === 1) return planes;
  const plane = image.rows * image.columns;
  return Buffer.from(Uint8Array.from(planes, (_, at) => planes[(at % 3) * plane + Math.floor(at / 3)] ?? 0));
}
