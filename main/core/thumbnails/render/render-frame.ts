import type { NativeFrame } from '../../pixels/decode/native-frame.ts';
import type { ImageDescription } from '../../pixels/image-description.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { fitPicture } from './picture-size.ts';
import type { Picture } from './picture.ts';
import { renderColor, renderPalette } from './render-color.ts';
import { renderGray } from './render-gray.ts';
import { countSamples } from '../../pixels/values/color-reader.ts';
import { findObjection, meaningOf } from '../../pixels/values/sample-meaning.ts';
import { toSampleArray } from '../../pixels/values/sample-array.ts';

/** Shrinks a decoded frame to a picture that fits a square. The error is plain words. */
export function renderFrame(
  frame: NativeFrame,
  image: ImageDescription,
  maxSidePx: number,
): Result<Picture, string> {
  const { layout } = frame;
  const objection = findObjection(layout, image);
  if (objection !== null) return err(objection);
  const samples = toSampleArray(frame, countSamples(image, layout));
  if (!samples) return err(`Bucky cannot read samples of ${layout.bitsAllocated} bits.`);
  const size = fitPicture(image, maxSidePx);
  if (meaningOf(layout) === 'gray') return ok(renderGray(frame, samples, image, size));
  return ok(
    image.palette && layout.samplesPerPixel === 1
      ? renderPalette(frame, samples, image, image.palette, size)
      : renderColor(frame, samples, image, size),
  );
}
