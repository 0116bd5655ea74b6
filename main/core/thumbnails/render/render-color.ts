import type { NativeFrame } from '../../pixels/decode/native-frame.ts';
import type { ImageDescription, Palette, SampleLayout } from '../../pixels/image-description.ts';
import { toEdges, type PictureSize } from './picture-size.ts';
import type { Picture } from './picture.ts';
import type { SampleArray } from '../../pixels/values/sample-array.ts';
import { toStoredValue } from '../../pixels/values/stored-values.ts';

/** Writes the three components of a pixel into `color`. */
type PixelReader = (pixel: number, color: Float64Array) => void;

/** RGB and the YBR family. Their conversion is linear, so it comes after the averaging. */
export function renderColor(
  { layout }: NativeFrame,
  samples: SampleArray,
  image: ImageDescription,
  size: PictureSize,
): Picture {
  const means = meanColors(readerFor(samples, layout, image.rows * image.columns), image, size);
  const white = 2 ** layout.bitsStored - 1;
  const data = new Uint8ClampedArray(means.length);
  const isYbr = layout.photometricInterpretation.startsWith('YBR_FULL');
  for (let at = 0; at < means.length; at += 3) {
    const color = means.subarray(at, at + 3).map((value) => (value * 255) / white);
    data.set(isYbr ? fullYbrToRgb(color) : color, at);
  }
  return { ...size, channels: 3, data: new Uint8Array(data.buffer) };
}

/** Entries are averaged as colours: the numbers between two of them mean nothing. */
export function renderPalette(
  { layout }: NativeFrame,
  samples: SampleArray,
  image: ImageDescription,
  palette: Palette,
  size: PictureSize,
): Picture {
  const toValue = toStoredValue(layout, {});
  const lastEntry = palette.red.length - 1;
  const means = meanColors(
    (pixel, color) => {
      const entry = Math.min(Math.max(toValue(samples[pixel] ?? 0) - palette.firstMapped, 0), lastEntry);
      color[0] = palette.red[entry] ?? 0;
      color[1] = palette.green[entry] ?? 0;
      color[2] = palette.blue[entry] ?? 0;
    },
    image,
    size,
  );
  return { ...size, channels: 3, data: new Uint8Array(Uint8ClampedArray.from(means).buffer) };
}

function readerFor(samples: SampleArray, layout: SampleLayout, pixelCount: number): PixelReader {
  if (layout.photometricInterpretation === 'YBR_FULL_422') {
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

/** Mean of each component under each pixel of the picture, interleaved. */
function meanColors(read: PixelReader, image: ImageDescription, size: PictureSize): Float64Array {
  const means = new Float64Array(size.width * size.height * 3);
  const columnEdges = toEdges(image.columns, size.width);
  const rowEdges = toEdges(image.rows, size.height);
  const color = new Float64Array(3);
  const sums = new Float64Array(3);
  for (let bin = 0; bin < size.width * size.height; bin++) {
    const binColumn = bin % size.width;
    const binRow = Math.floor(bin / size.width);
    const [top = 0, bottom = 0] = rowEdges.subarray(binRow, binRow + 2);
    const [left = 0, right = 0] = columnEdges.subarray(binColumn, binColumn + 2);
    sums.fill(0);
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        read(row * image.columns + column, color);
        for (let component = 0; component < 3; component++) {
          sums[component] = (sums[component] ?? 0) + (color[component] ?? 0);
        }
      }
    }
    const count = (bottom - top) * (right - left);
    for (let component = 0; component < 3; component++)
      means[bin * 3 + component] = (sums[component] ?? 0) / count;
  }
  return means;
}

/** PS3.3 section C.7.6.3.1.2, solved for R, G and B. */
function fullYbrToRgb([y = 0, cb = 0, cr = 0]: Float64Array): readonly number[] {
  return [y + 1.402 * (cr - 128), y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128), y + 1.772 * (cb - 128)];
}
