import type { NativeFrame } from '../../pixels/decode/native-frame.ts';
import type { ImageDescription, Palette } from '../../pixels/image-description.ts';
import { colorReader, paletteReader, toRgb, type PixelReader } from '../../pixels/values/color-reader.ts';
import type { SampleArray } from '../../pixels/values/sample-array.ts';
import { toEdges, type PictureSize } from './picture-size.ts';
import type { Picture } from './picture.ts';

/** RGB and the YBR family. Their conversion is linear, so it comes after the averaging. */
export function renderColor(
  { layout }: NativeFrame,
  samples: SampleArray,
  image: ImageDescription,
  size: PictureSize,
): Picture {
  const means = meanColors(colorReader(samples, layout, image.rows * image.columns), image, size);
  const white = 2 ** layout.bitsStored - 1;
  const data = new Uint8ClampedArray(means.length);
  const convert = toRgb(layout.photometricInterpretation);
  for (let at = 0; at < means.length; at += 3) {
    const color = means.subarray(at, at + 3).map((value) => (value * 255) / white);
    data.set(convert(color), at);
  }
  return { ...size, channels: 3, data: new Uint8Array(data.buffer) };
}

/** Entries are averaged as colours: the numbers between two of them mean nothing. */
export function renderPalette(
  frame: NativeFrame,
  samples: SampleArray,
  image: ImageDescription,
  palette: Palette,
  size: PictureSize,
): Picture {
  const means = meanColors(paletteReader(frame, samples, palette), image, size);
  return { ...size, channels: 3, data: new Uint8Array(Uint8ClampedArray.from(means).buffer) };
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
