import type { NativeFrame } from '../decode/native-frame.ts';
import type { ImageDescription } from '../image-description.ts';
import { chooseWindow, toDisplayValue, type DisplayWindow } from './display-window.ts';
import type { PictureSize } from './picture-size.ts';
import type { Picture } from './picture.ts';
import type { SampleArray } from './sample-array.ts';
import { shrinkGray } from './shrink-gray.ts';
import { tabulateStoredValues, toStoredValue } from './stored-values.ts';

export interface GrayPicture extends Picture {
  readonly window: DisplayWindow;
}

/** Modality LUT, window, MONOCHROME1; padding stays black, as on film. */
export function renderGray(
  { layout }: NativeFrame,
  samples: SampleArray,
  image: ImageDescription,
  size: PictureSize,
): GrayPicture {
  const toValue = toStoredValue(layout, image);
  const valueOf =
    layout.bitsAllocated > 16 ? toValue : tabulateStoredValues(Math.max(layout.bitsAllocated, 8), toValue);
  const stored = shrinkGray(samples, valueOf, { width: image.columns, height: image.rows }, size);
  const slope = image.rescaleSlope ?? 1;
  const intercept = image.rescaleIntercept ?? 0;
  const values = stored.map((value) => value * slope + intercept);
  const window = chooseWindow(image, values, layout.bitsStored === 1);
  const isInverted = layout.photometricInterpretation === 'MONOCHROME1';
  const data = Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) return 0;
    const shown = Math.round(toDisplayValue(value, window));
    return isInverted ? 255 - shown : shown;
  });
  return { ...size, channels: 1, data, window };
}
