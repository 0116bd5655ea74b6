import type { NativeFrame } from '../../pixels/decode/native-frame.ts';
import type { ImageDescription } from '../../pixels/image-description.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { fitPicture } from './picture-size.ts';
import type { Picture } from './picture.ts';
import { renderColor, renderPalette } from './render-color.ts';
import { renderGray } from './render-gray.ts';
import { toSampleArray } from '../../pixels/values/sample-array.ts';

/** Shrinks a decoded frame to a picture that fits a square. The error is plain words. */
export function renderFrame(
  frame: NativeFrame,
  image: ImageDescription,
  maxSidePx: number,
): Result<Picture, string> {
  const { layout } = frame;
  const { photometricInterpretation, samplesPerPixel } = layout;
  const samplesAPixel = photometricInterpretation === 'YBR_FULL_422' ? 2 : samplesPerPixel;
  const samples = toSampleArray(frame, image.rows * image.columns * samplesAPixel);
  if (!samples) return err(`Bucky cannot read samples of ${layout.bitsAllocated} bits.`);
  const size = fitPicture(image, maxSidePx);
  switch (photometricInterpretation) {
    case 'MONOCHROME1':
    case 'MONOCHROME2':
      if (samplesPerPixel !== 1) break;
      return ok(renderGray(frame, samples, image, size));
    case 'PALETTE COLOR':
      if (samplesPerPixel !== 1) break;
      if (!image.palette) return err('Its palette of colours is missing.');
      return ok(renderPalette(frame, samples, image, image.palette, size));
    case 'RGB':
    case 'YBR_FULL':
    case 'YBR_FULL_422':
      if (samplesPerPixel !== 3) break;
      return ok(renderColor(frame, samples, image, size));
    default:
      break;
  }
  return err(`Bucky cannot show ${photometricInterpretation} with ${samplesPerPixel} samples a pixel.`);
}
