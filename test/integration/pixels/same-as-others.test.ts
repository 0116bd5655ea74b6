import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTransferSyntax } from '../../../main/core/dicom/transfer-syntax.ts';
import { StoredImage } from '../../../main/core/pixels/stored-image.ts';
import { explainMissing } from '../../support/programs.ts';
import { hasSharedData, listSharedFiles, SHARED_DICOM_DIR } from '../../support/shared-data.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { ourSamples } from './our-decoding.ts';
import {
  decodeElsewhere,
  referenceSamples,
  type ReferenceFile,
  type ReferenceImage,
} from './reference-decoding.ts';

/** Gray levels by which decoders of lossy streams may differ: they round in different places. */
const MAX_LOSSY_DIFFERENCE = 2;

/** What cannot be decoded, and why not. Each is broken in itself; the other programs refuse them too. */
const REFUSED: Readonly<Record<string, string>> = {
  'broken/pydicom__test_files_MR_truncated.dcm frame 1': 'Its image data stops early.',
  // The last of 140 frames is another, smaller picture.
  'multiframe/fo-dicom__Data_multiframe.dcm frame 140':
    'Its JPEG data is 55 x 121, its header says 240 x 240.',
  'syntaxes/fo-dicom__Test_Data_genFile.dcm frame 1': 'Its JPEG header is damaged.',
  // The bytes of a sequence delimiter stand where the stream says its size.
  'syntaxes/pydicom__test_files_JPEG2000-embedded-sequence-delimiter.dcm frame 1':
    'Its JPEG 2000 data is 3722445056 x 1024, its header says 256 x 1024.',
};

/** Files that DCMTK and GDCM cannot read or read wrongly, and beside each the uncompressed file it was made from. */
const TWINS: Readonly<Record<string, string>> = {
  // Neither knows Deflated Image Frame Compression, nor RLE of one bit.
  'nonimage/pydicom-data__data_liver_deflate.dcm': 'nonimage/pydicom-data__data_liver.dcm',
  'nonimage/pydicom-data__data_liver_nonbyte_aligned_deflate.dcm':
    'nonimage/pydicom-data__data_liver_nonbyte_aligned.dcm',
  'nonimage/pydicom-data__data_liver_rle.dcm': 'nonimage/pydicom-data__data_liver.dcm',
  'nonimage/pydicom-data__data_liver_nonbyte_aligned_rle.dcm':
    'nonimage/pydicom-data__data_liver_nonbyte_aligned.dcm',
  // GDCM counts on the padding byte that its fragments lack.
  'multiframe/pydicom-data__data_emri_small_jpeg_2k_lossless_too_short.dcm':
    'multiframe/pydicom-data__data_emri_small.dcm',
  // DCMTK swaps the halves of big endian samples of 32 bits.
  'nonimage/pydicom__test_files_rtdose_expb.dcm': 'nonimage/pydicom__test_files_rtdose.dcm',
  'nonimage/pydicom__test_files_rtdose_expb_1frame.dcm': 'nonimage/pydicom__test_files_rtdose_1frame.dcm',
};

const missing = explainMissing(['dcmdump', 'dcmdjpeg', 'dcmdjpls', 'dcmdrle', 'gdcmconv']);
const files = missing === null ? listSharedFiles() : [];

/** By folder, so that a failure names few files and no list is endless. */
const folders = [...new Set(files.map(({ name }) => path.dirname(name)))];

describe.skipIf(!hasSharedData || missing !== null)(missing ?? 'Frames of real files', () => {
  const folder = aTemporaryFolder();
  let references: ReadonlyMap<string, ReferenceImage> = new Map();
  let frameCount = 0;

  beforeAll(async () => {
    const found: ReferenceFile[] = [];
    for (const file of files) {
      const opened = await StoredImage.open(file.path);
      if (!opened.ok) continue;
      await using stored = opened.value;
      const isFloat = stored.describe(0)?.sampleKind === 'float';
      found.push({ path: file.path, transferSyntaxUid: stored.facts.transferSyntaxUid, isFloat });
    }
    references = await decodeElsewhere(found, folder.path);
  });
  afterAll(() => folder[Symbol.dispose]());

  it.each(folders)('of %s are what DCMTK and GDCM make of them', async (name) => {
    const problems: string[] = [];
    for (const file of files.filter((candidate) => path.dirname(candidate.name) === name)) {
      problems.push(...(await compareFile(file.name, file.path)));
    }
    expect(problems).toEqual([]);
  });

  it('were compared, all of them', () => {
    expect(references.size).toBeGreaterThan(770);
    expect(frameCount).toBeGreaterThan(890);
  });

  /** First, middle and last frame. */
  async function compareFile(name: string, filePath: string): Promise<readonly string[]> {
    const opened = await StoredImage.open(filePath);
    if (!opened.ok) return references.has(filePath) ? [`${name}: ${opened.error.detail}`] : [];
    await using stored = opened.value;
    const problems: string[] = [];
    for (const index of new Set([0, stored.frameCount >> 1, stored.frameCount - 1])) {
      const label = `${name} frame ${index + 1}`;
      const ours = await ourSamples(stored, index);
      const refusal = 'refusal' in ours ? ours.refusal : undefined;
      if (refusal !== REFUSED[label]) problems.push(`${label}: ${refusal ?? 'decoded all the same'}`);
      if ('refusal' in ours) continue;
      const theirs = theirSamples(name, filePath, index);
      if (!theirs) problems.push(`${label}: nobody else decodes it`);
      else if (largestDifference(ours.samples, theirs) > toleranceOf(stored))
        problems.push(`${label} differs`);
      frameCount++;
    }
    return problems;
  }

  function theirSamples(name: string, filePath: string, index: number): Float64Array | null {
    const twin = TWINS[name];
    const reference = references.get(twin === undefined ? filePath : path.join(SHARED_DICOM_DIR, twin));
    return reference ? referenceSamples(reference, index) : null;
  }
});

function toleranceOf(stored: StoredImage): number {
  if (findTransferSyntax(stored.facts.transferSyntaxUid)?.isLossy === true) return MAX_LOSSY_DIFFERENCE;
  const { sampleKind, bitsAllocated } = stored.describe(0) ?? {};
  // DCMTK prints 9 and 17 digits of a floating point number; those of the files are below 1.
  if (sampleKind === 'float') return bitsAllocated === 64 ? 1e-15 : 1e-9;
  return 0;
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    const distance = Math.abs((a[index] ?? NaN) - (b[index] ?? NaN));
    if (!(distance <= largest)) largest = distance;
  }
  return largest;
}
