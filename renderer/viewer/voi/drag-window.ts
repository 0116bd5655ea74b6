import type { VoiWindow } from '../metadata/grayscale.ts';
import { smallestWidth } from './presentation.ts';

/** A drag over so many px sweeps the whole span of values of the image. */
const SWEEP_PX = 512;

/**
 * Right is wider, up is brighter (a lower centre). One pixel of the hand moves a CT by 2 or 3 HU near a narrow window and
 * more on a wide one, so that both bone and brain can be set.
 *
 * @param spanOfValues largest minus smallest value after the modality LUT
 */
export function dragWindow(
  window: VoiWindow,
  deltaPx: { readonly x: number; readonly y: number },
  spanOfValues: number,
): VoiWindow {
  const perPixel = Math.max(Math.min(spanOfValues, window.width * 2) / SWEEP_PX, spanOfValues / 65_536);
  const width = Math.max(smallestWidth(window.voiFunction), window.width + deltaPx.x * perPixel);
  return {
    ...window,
    width: tidy(width, perPixel),
    center: tidy(window.center + deltaPx.y * perPixel, perPixel),
  };
}

/** Whole numbers where whole numbers are what the values are. */
function tidy(value: number, perPixel: number): number {
  if (perPixel < 0.05) return value;
  return Math.round(value * 10) / 10;
}
