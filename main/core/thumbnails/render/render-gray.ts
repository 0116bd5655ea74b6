import type { NativeFrame } from '../../pixels/decode/native-frame.ts';
import type { ImageDescription } from '../../pixels/image-description.ts';
import { toDisplayValue, voiOf } from '../../pixels/values/display-value.ts';
import { toModalityValue } from '../../pixels/values/modality-value.ts';
import { chooseWindow } from './display-window.ts';
import type { PictureSize } from './picture-size.ts';
import type { Picture } from './picture.ts';
import type { SampleArray } from '../../pixels/values/sample-array.ts';
import { shrinkGray, type SampleMap } from './shrink-gray.ts';
import { tabulateStoredValues, toStoredValue } from '../../pixels/values/stored-values.ts';

const BLACK = 0;
/** Rows under a pixel of the picture that are enough to find the percentiles. */
const ESTIMATE_ROWS = 2;

/**
 * Modality LUT, window, MONOCHROME1; padding stays black, as on film. The window comes before the averaging, so that the
 * picture is what the viewer shows, only smaller; with samples of up to 16 bits both are one look-up a pixel.
 */
export function renderGray(
  { layout }: NativeFrame,
  samples: SampleArray,
  image: ImageDescription,
  size: PictureSize,
): Picture {
  const toValue = toStoredValue(layout, image);
  const stored: SampleMap =
    layout.bitsAllocated > 16 ? toValue : tabulateStoredValues(Math.max(layout.bitsAllocated, 8), toValue);
  const modality = mapped(stored, toModalityValue(image));
  const from = { width: image.columns, height: image.rows };
  const voi =
    voiOf(image) ??
    chooseWindow(shrinkGray(samples, modality, from, size, ESTIMATE_ROWS), layout.bitsStored === 1);
  const isInverted = layout.photometricInterpretation === 'MONOCHROME1';
  const display = mapped(modality, (value) => {
    if (Number.isNaN(value)) return BLACK;
    const shown = toDisplayValue(value, voi);
    return isInverted ? 255 - shown : shown;
  });
  const data = Uint8Array.from(shrinkGray(samples, display, from, size), Math.round);
  return { ...size, channels: 1, data, ...(voi.kind === 'window' ? { window: voi } : {}) };
}

function mapped(map: SampleMap, convert: (value: number) => number): SampleMap {
  if (typeof map === 'function') return (sample) => convert(map(sample));
  return map.map(convert);
}
