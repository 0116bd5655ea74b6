import type { NativeFrame } from '../decode/native-frame.ts';
import {
  sharesChroma,
  type ImageDescription,
  type Palette,
  type SampleLayout,
} from '../image-description.ts';
import type { SampleArray } from './sample-array.ts';
import { toStoredValue } from './stored-values.ts';

/** Writes the three components of a pixel into `color`, as they are stored. */
export type PixelReader = (pixel: number, color: Float64Array) => void;

/** RGB and the YBR family, pixel after pixel or plane after plane. */
export function colorReader(samples: SampleArray, layout: SampleLayout, pixelCount: number): PixelReader {
  if (sharesChroma(layout)) {
    // Y1 Y2 Cb Cr for each pair of pixels (PS3.3 section C.7.6.3.1.2).
    return (pixel, color) => {
      const pair = (pixel >> 1) * 4;
      color[0] = samples[pair + (pixel & 1)] ?? 0;
      color[1] = samples[pair + 2] ?? 0;
      color[2] = samples[pair + 3] ?? 0;
    };
  }
  const isPlanar = layout.planarConfiguration === 1;
  const pixelStride = isPlanar ? 1 : 3;
  const componentStride = isPlanar ? pixelCount : 1;
  return (pixel, color) => {
    const first = pixel * pixelStride;
    color[0] = samples[first] ?? 0;
    color[1] = samples[first + componentStride] ?? 0;
    color[2] = samples[first + 2 * componentStride] ?? 0;
  };
}

/** Components of the palette's entry for a pixel, 0 to 255. */
export function paletteReader(frame: NativeFrame, samples: SampleArray, palette: Palette): PixelReader {
  const toValue = toStoredValue(frame.layout, {});
  const lastEntry = palette.red.length - 1;
  return (pixel, color) => {
    const entry = Math.min(Math.max(toValue(samples[pixel] ?? 0) - palette.firstMapped, 0), lastEntry);
    color[0] = palette.red[entry] ?? 0;
    color[1] = palette.green[entry] ?? 0;
    color[2] = palette.blue[entry] ?? 0;
  };
}

/** Samples that a frame holds; where chroma is shared, two for each pixel. */
export function countSamples(
  image: Pick<ImageDescription, 'rows' | 'columns'>,
  layout: SampleLayout,
): number {
  return image.rows * image.columns * (sharesChroma(layout) ? 2 : layout.samplesPerPixel);
}

/** From components of 0 to 255 to R, G and B of about that range; only Photometric Interpretation tells which they are. */
export function toRgb(photometricInterpretation: string): (color: Float64Array) => readonly number[] {
  if (photometricInterpretation.startsWith('YBR_FULL')) return fullYbrToRgb;
  if (photometricInterpretation.startsWith('YBR_PARTIAL')) return partialYbrToRgb;
  return ([red = 0, green = 0, blue = 0]) => [red, green, blue];
}

/** Luminance of 0 to 255 from components of 0 to 255 (ITU-R BT.601): the Y that the YBR family has already. */
export function toLuminance(photometricInterpretation: string): (color: Float64Array) => number {
  if (photometricInterpretation.startsWith('YBR_FULL')) return ([y = 0]) => y;
  if (photometricInterpretation.startsWith('YBR_PARTIAL')) {
    return ([y = 0]) => Math.min(255, Math.max(0, ((y - 16) * 255) / 219));
  }
  return ([red = 0, green = 0, blue = 0]) => 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** PS3.3 section C.7.6.3.1.2, solved for R, G and B. */
function fullYbrToRgb([y = 0, cb = 0, cr = 0]: Float64Array): readonly number[] {
  return [y + 1.402 * (cr - 128), y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128), y + 1.772 * (cb - 128)];
}

/** The same with Y from 16 to 235 and chroma from 16 to 240. */
function partialYbrToRgb([y = 0, cb = 0, cr = 0]: Float64Array): readonly number[] {
  const stretched = Float64Array.of(
    ((y - 16) * 255) / 219,
    ((cb - 128) * 255) / 224 + 128,
    ((cr - 128) * 255) / 224 + 128,
  );
  return fullYbrToRgb(stretched);
}
