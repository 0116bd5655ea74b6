import { failed, loaded, type FrameResult } from '../frames/frame-failure.ts';
import type { Palette, PixelFormat } from '../metadata/pixel-format.ts';
import type { Samples } from './decoded-frame.ts';

type ColourFormat = Pick<
  PixelFormat,
  | 'rows'
  | 'columns'
  | 'samplesPerPixel'
  | 'photometricInterpretation'
  | 'planarConfiguration'
  | 'bitsAllocated'
  | 'bitsStored'
  | 'palette'
>;

/** Samples of a colour image to red, green, blue of 8 bits, pixel by pixel. */
export function toRgb(samples: Samples, format: ColourFormat): FrameResult<Uint8Array> {
  const pixelCount = format.rows * format.columns;
  switch (format.photometricInterpretation) {
    case 'PALETTE COLOR':
      if (!format.palette) return failed({ kind: 'incomplete-header', missing: 'its colour palette' });
      return loaded(fromPalette(samples, format.palette, pixelCount));
    case 'RGB':
    case 'YBR_RCT': // the codec has turned these two back (PS3.5 section 8.2.4)
    case 'YBR_ICT':
      return threeSamples(format) ?? loaded(interleaved(samples, format, pixelCount));
    case 'YBR_FULL':
      return threeSamples(format) ?? loaded(ybrToRgb(interleaved(samples, format, pixelCount)));
    case 'YBR_FULL_422':
      return threeSamples(format) ?? loaded(ybrToRgb(spread422(samples, pixelCount)));
    default:
      return failed({
        kind: 'unsupported',
        what: `a colour image of the kind ${format.photometricInterpretation}`,
      });
  }
}

function threeSamples(format: ColourFormat): FrameResult<never> | null {
  if (format.samplesPerPixel === 3) return null;
  return failed({ kind: 'unsupported', what: `a colour image of ${format.samplesPerPixel} samples a pixel` });
}

function interleaved(samples: Samples, format: ColourFormat, pixelCount: number): Uint8Array {
  const down = Math.max(0, format.bitsStored - 8);
  const divisor = 2 ** down;
  const isPlanar = format.planarConfiguration === 1;
  const rgb = new Uint8Array(pixelCount * 3);
  for (let pixel = 0, at = 0; pixel < pixelCount; pixel++) {
    for (let channel = 0; channel < 3; channel++, at++) {
      const sample = samples[isPlanar ? channel * pixelCount + pixel : at] ?? 0;
      rgb[at] = down === 0 ? sample : sample / divisor; // above 16 bits a shift would meet the sign
    }
  }
  return rgb;
}

/** Two pixels share their colour: Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2). */
function spread422(samples: Samples, pixelCount: number): Uint8Array {
  const ybr = new Uint8Array(pixelCount * 3);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const pair = (pixel >> 1) * 4;
    ybr[pixel * 3] = samples[pair + (pixel & 1)] ?? 0;
    ybr[pixel * 3 + 1] = samples[pair + 2] ?? 0;
    ybr[pixel * 3 + 2] = samples[pair + 3] ?? 0;
  }
  return ybr;
}

/** In place, by PS3.3 C.7.6.3.1.2 (ITU-R BT.601, full range). */
function ybrToRgb(pixels: Uint8Array): Uint8Array {
  for (let at = 0; at < pixels.length; at += 3) {
    const y = pixels[at] ?? 0;
    const cb = (pixels[at + 1] ?? 0) - 128;
    const cr = (pixels[at + 2] ?? 0) - 128;
    pixels[at] = toByte(y + 1.402 * cr);
    pixels[at + 1] = toByte(y - 0.344136 * cb - 0.714136 * cr);
    pixels[at + 2] = toByte(y + 1.772 * cb);
  }
  return pixels;
}

function toByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}

function fromPalette(samples: Samples, palette: Palette, pixelCount: number): Uint8Array {
  const last = palette.red.length - 1;
  const rgb = new Uint8Array(pixelCount * 3);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const index = Math.min(last, Math.max(0, (samples[pixel] ?? 0) - palette.firstValue));
    rgb[pixel * 3] = palette.red[index] ?? 0;
    rgb[pixel * 3 + 1] = palette.green[index] ?? 0;
    rgb[pixel * 3 + 2] = palette.blue[index] ?? 0;
  }
  return rgb;
}
