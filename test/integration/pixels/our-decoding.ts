import { NativeCodecs } from '../../../main/core/pixels/decode/native-codecs.ts';
import type { NativeFrame } from '../../../main/core/pixels/decode/native-frame.ts';
import type { ImageDescription } from '../../../main/core/pixels/image-description.ts';
import { StoredImage } from '../../../main/core/pixels/stored-image.ts';
import { countSamples } from '../../../main/core/pixels/values/color-reader.ts';
import { toSampleArray } from '../../../main/core/pixels/values/sample-array.ts';
import { toStoredValue } from '../../../main/core/pixels/values/stored-values.ts';

/** Tests run on files that are known: codecs that failed are thrown away, as the worker is in the product. */
let codecs = new NativeCodecs();

export type OurSamples = { readonly samples: Float64Array } | { readonly refusal: string };

/** Samples of one frame as Bucky decodes them, colour pixel after pixel. */
export async function ourSamples(stored: StoredImage, frameIndex: number): Promise<OurSamples> {
  const image = stored.describe(frameIndex);
  const native = await stored.decodeNative(frameIndex, codecs);
  if (!native.ok) {
    if (native.error.isCodecSuspect) codecs = new NativeCodecs();
    return { refusal: native.error.detail };
  }
  return image ? { samples: toNumbers(native.value, image) } : { refusal: 'no image' };
}

function toNumbers(native: NativeFrame, image: ImageDescription): Float64Array {
  const { layout } = native;
  const count = countSamples(image, layout);
  const samples = toSampleArray(native, count);
  if (!samples) throw new Error(`no way to read ${layout.bitsAllocated} bits`);
  const toValue = toStoredValue(layout, {});
  const plane = image.rows * image.columns;
  const isPlanar = layout.planarConfiguration === 1 && layout.samplesPerPixel === 3;
  const numbers = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    numbers[index] = toValue(samples[isPlanar ? (index % 3) * plane + Math.floor(index / 3) : index] ?? NaN);
  }
  return numbers;
}
