import type { DecodedFrame } from './decoded-frame.ts';
import { toDisplayValue } from './values/display-value.ts';
import type { VoiTransform } from './voi-transform.ts';

/**
 * The frame as a viewer shows it first, 0 black to 255 white: its VOI LUT or window, inverted for MONOCHROME1; padding is
 * black. Colour is its luminance.
 *
 * @param voi another window or table than that of the header; where there is none the whole range of the values is shown
 * @see DICOM PS3.3 section C.11.2 and PS3.4 section N.2
 */
export function toDisplay(frame: DecodedFrame, voi: VoiTransform | null = frame.voi): Uint8Array {
  const { values, paddingMask, isMonochrome1 } = frame;
  const shownVoi = voi ?? wholeRange(frame);
  const display = new Uint8Array(values.length);
  for (let pixel = 0; pixel < values.length; pixel++) {
    if (paddingMask?.[pixel] === 1) continue;
    const shown = toDisplayValue(values[pixel] ?? 0, shownVoi);
    display[pixel] = Math.round(isMonochrome1 ? 255 - shown : shown);
  }
  return display;
}

function wholeRange({ values, paddingMask, samplesPerPixel }: DecodedFrame): VoiTransform {
  let lowest = samplesPerPixel === 3 ? 0 : Infinity;
  let highest = samplesPerPixel === 3 ? 255 : -Infinity;
  for (let pixel = 0; pixel < values.length; pixel++) {
    if (paddingMask?.[pixel] === 1) continue;
    lowest = Math.min(lowest, values[pixel] ?? 0);
    highest = Math.max(highest, values[pixel] ?? 0);
  }
  const width = highest > lowest ? highest - lowest : 1;
  return { kind: 'window', center: lowest + width / 2, width, voiLutFunction: 'LINEAR_EXACT' };
}
