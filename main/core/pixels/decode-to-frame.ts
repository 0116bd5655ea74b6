import { ok } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import { refusal, type DecodeError, type NativeFrame } from './decode/native-frame.ts';
import type { DecodedFrame } from './decoded-frame.ts';
import type { ImageDescription } from './image-description.ts';
import {
  colorReader,
  countSamples,
  paletteReader,
  toLuminance,
  type PixelReader,
} from './values/color-reader.ts';
import { voiOf } from './values/display-value.ts';
import { readGray } from './values/read-gray.ts';
import { toSampleArray, type SampleArray } from './values/sample-array.ts';
import { findObjection, meaningOf } from './values/sample-meaning.ts';

/** The numbers of a frame whose samples lie in memory. */
export function toDecodedFrame(
  native: NativeFrame,
  image: ImageDescription,
): Result<DecodedFrame, DecodeError> {
  const { layout } = native;
  const objection = findObjection(layout, image);
  if (objection !== null) return refusal(objection);
  const samples = toSampleArray(native, countSamples(image, layout));
  if (!samples) return refusal(`Bucky cannot read samples of ${layout.bitsAllocated} bits.`);
  const size = { rows: image.rows, columns: image.columns };
  const sample = { bitsStored: layout.bitsStored, isSigned: layout.pixelRepresentation === 1 };
  if (meaningOf(layout) !== 'gray') {
    return ok({
      ...size,
      ...sample,
      ...COLOR,
      samplesPerPixel: 3,
      values: readLuminance(native, samples, image),
    });
  }
  const voi = voiOf(image);
  return ok({
    ...size,
    ...sample,
    ...readGray(samples, layout, image),
    samplesPerPixel: 1,
    isMonochrome1: layout.photometricInterpretation === 'MONOCHROME1',
    windowCenter: image.windowCenter ?? null,
    windowWidth: image.windowWidth ?? null,
    voi,
  });
}

const COLOR = {
  isMonochrome1: false,
  paddingMask: null,
  windowCenter: null,
  windowWidth: null,
  voi: null,
  lowest: 0,
  highest: 255,
} as const;

function readLuminance(native: NativeFrame, samples: SampleArray, image: ImageDescription): Float32Array {
  const { layout } = native;
  const pixelCount = image.rows * image.columns;
  if (image.palette && layout.samplesPerPixel === 1) {
    return luminances(paletteReader(native, samples, image.palette), toLuminance('RGB'), pixelCount, 1);
  }
  const scale = 255 / (2 ** layout.bitsStored - 1);
  const read = colorReader(samples, layout, pixelCount);
  return luminances(read, toLuminance(layout.photometricInterpretation), pixelCount, scale);
}

function luminances(
  read: PixelReader,
  luminanceOf: (color: Float64Array) => number,
  pixelCount: number,
  scale: number,
): Float32Array {
  const values = new Float32Array(pixelCount);
  const color = new Float64Array(3);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    read(pixel, color);
    if (scale !== 1) {
      for (let component = 0; component < 3; component++) color[component] = (color[component] ?? 0) * scale;
    }
    values[pixel] = luminanceOf(color);
  }
  return values;
}
