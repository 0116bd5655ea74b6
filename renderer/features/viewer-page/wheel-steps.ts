/** A notch of a mouse wheel is 100 or 120 px in all browsers; lines and pages are told apart by `deltaMode`. */
const NOTCH_PX = 110;
const LINE_PX = 37;
const PAGE_PX = 800;
/** Below this it is a touch pad, which sends many small movements. */
const SMALLEST_NOTCH_PX = 50;
const TOUCH_PAD_STEP_PX = 30;

export interface WheelMove {
  readonly deltaY: number;
  /** 0: px, 1: lines, 2: pages. */
  readonly deltaMode: number;
}

/** @returns a function that turns wheel movements into whole images: one for each notch, evenly on a touch pad */
export function createWheelSteps(): (move: WheelMove) => number {
  let restPx = 0;
  return ({ deltaY, deltaMode }) => {
    const px = deltaY * (deltaMode === 1 ? LINE_PX : deltaMode === 2 ? PAGE_PX : 1);
    if (Math.abs(px) >= SMALLEST_NOTCH_PX) {
      restPx = 0;
      return Math.sign(px) * Math.max(1, Math.round(Math.abs(px) / NOTCH_PX));
    }
    if (Math.sign(px) !== Math.sign(restPx)) restPx = 0;
    restPx += px;
    const steps = Math.trunc(restPx / TOUCH_PAD_STEP_PX);
    restPx -= steps * TOUCH_PAD_STEP_PX;
    return steps;
  };
}
