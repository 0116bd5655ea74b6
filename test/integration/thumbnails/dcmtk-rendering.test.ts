import { describe, expect, it, onTestFinished } from 'vitest';
import { NativeCodecs } from '../../../main/core/pixels/decode/native-codecs.ts';
import { decodeFrame } from '../../../main/core/pixels/decode/decode-frame.ts';
import { describeImage } from '../../../main/core/pixels/describe/describe-image.ts';
import { renderFrame } from '../../../main/core/thumbnails/render/render-frame.ts';
import { readFirstFrame } from '../../support/first-frame.ts';
import { explainMissing } from '../../support/programs.ts';
import { hasSharedData, listSharedFolder, type SharedFile } from '../../support/shared-data.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { meanDifference, renderWithDcmtk } from './reference-picture.ts';

/** Of 255. DCMTK rounds down, and some lossy codecs round otherwise than its own. */
const MAX_MEAN_DIFFERENCE = 1;

const FOLDERS = ['syntaxes', 'radiographs', 'singles', 'multiframe', 'series-ct', 'nonimage'];

/** What cannot be drawn, and why not. */
const REFUSED: Readonly<Record<string, string>> = {
  'syntaxes/fo-dicom__Test_Data_genFile.dcm': 'Its JPEG header is damaged.',
  'syntaxes/pydicom__test_files_JPEG2000-embedded-sequence-delimiter.dcm':
    'Its JPEG 2000 data is 3722445056 x 1024, its header says 256 x 1024.',
};

const UNKNOWN_INTERCEPT = 'GDCM writes Rescale Intercept as UN, so that DCMTK does not apply it';
const SWAPPED_HALVES = 'DCMTK swaps the halves of big endian 32-bit samples';

/** Files whose reference is wrong. Each was looked at. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'syntaxes/fo-dicom__Test_Data_GH195.dcm': 'says RGB, holds JFIF: DCMTK shows its YCbCr as RGB',
  'syntaxes/cornerstone3D__test-images_CTImage.dcm_JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90.dcm':
    UNKNOWN_INTERCEPT,
  'syntaxes/cornerstone3D__test-images_CTImage.dcm_JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91.dcm':
    UNKNOWN_INTERCEPT,
  'syntaxes/cornerstone3D__test-images_CTImage.dcm_JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81.dcm':
    UNKNOWN_INTERCEPT,
  'nonimage/pydicom__test_files_rtdose_expb.dcm': SWAPPED_HALVES,
  'nonimage/pydicom__test_files_rtdose_expb_1frame.dcm': SWAPPED_HALVES,
};

const missing = explainMissing(['dcmj2pnm', 'gdcmconv']);
const files = missing === null ? FOLDERS.flatMap(listSharedFolder) : [];

async function draw(file: SharedFile) {
  const first = await readFirstFrame(file.path);
  const described = first && describeImage(first.metadata);
  if (!first || !described) return null;
  // DCMTK keeps one pixel a pixel, square or not.
  const image = { ...described, pixelHeightToWidth: 1 };
  const decoded = await decodeFrame(first.frame, first.transferSyntaxUid, image, new NativeCodecs());
  if (!decoded.ok) return { refusal: decoded.error.detail };
  const picture = renderFrame(decoded.value, image, 128);
  if (!picture.ok) return { refusal: picture.error };
  return { picture: picture.value, transferSyntaxUid: first.transferSyntaxUid };
}

describe.skipIf(!hasSharedData || missing !== null)(missing ?? 'Small pictures of real files', () => {
  let comparedCount = 0;

  it.each(files.map((file) => [file.name, file] as const))('%s', async (name, file) => {
    const drawn = await draw(file);
    if (!drawn) return; // no image in it
    expect(drawn.refusal).toBe(REFUSED[name]);
    // DCMTK refuses windows narrower than 1.
    if (!drawn.picture || (drawn.picture.window?.width ?? 1) < 1) return;
    const folder = aTemporaryFolder();
    onTestFinished(() => folder[Symbol.dispose]());
    const { picture, transferSyntaxUid } = drawn;
    const reference = renderWithDcmtk(file.path, transferSyntaxUid, picture.window, folder.path);
    if (!reference) return;
    comparedCount++;
    const difference = meanDifference(picture, reference);
    if (name in DIFFERENT) expect(difference).toBeGreaterThan(MAX_MEAN_DIFFERENCE);
    else expect(difference).toBeLessThan(MAX_MEAN_DIFFERENCE);
  });

  it('were compared, nearly all of them', () => {
    expect(comparedCount).toBeGreaterThan(180);
  });
});
