import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export const MIN_WIDTH_PX = 1024;
export const MIN_HEIGHT_PX = 700;
const DEFAULT_SIZE_PX = { width: 1600, height: 1000 } as const;

const memorySchema = z.object({
  bounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
    .nullable(),
  isMaximized: z.boolean(),
  /** The person has been told that closing the window does not stop reception. */
  knowsBackground: z.boolean(),
});
export type WindowMemory = z.output<typeof memorySchema>;

const NOTHING: WindowMemory = { bounds: null, isMaximized: false, knowsBackground: false };

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What was remembered; nothing when the file is missing or damaged. */
export function readWindowMemory(file: string): WindowMemory {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return NOTHING;
  }
}

/** Losing it costs a window in its usual place, so a failure is no matter. */
export function writeWindowMemory(file: string, memory: WindowMemory): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(memory));
    renameSync(`${file}.new`, file);
  } catch {
    // a full or read-only disk is reported by the archive, in words
  }
}

/**
 * Where the window goes: where it was, when enough of it still lies on a screen; else in the middle.
 *
 * @param workAreas of the screens that are there now, without panels and docks
 */
export function placeWindow(
  remembered: Rectangle | null,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> {
  const bounds = remembered;
  if (bounds !== null) {
    const isReachable = workAreas.some((area) => isTitleBarOn(bounds, area));
    const width = Math.max(bounds.width, MIN_WIDTH_PX);
    const height = Math.max(bounds.height, MIN_HEIGHT_PX);
    if (isReachable) return { x: bounds.x, y: bounds.y, width, height };
  }
  const [first] = workAreas;
  if (first === undefined) return DEFAULT_SIZE_PX;
  return {
    width: Math.max(MIN_WIDTH_PX, Math.min(DEFAULT_SIZE_PX.width, first.width)),
    height: Math.max(MIN_HEIGHT_PX, Math.min(DEFAULT_SIZE_PX.height, first.height)),
  };
}

/** A window is moved by its title bar: 100 px of it must be within reach of the mouse. */
function isTitleBarOn(bounds: Rectangle, area: Rectangle): boolean {
  const overlapPx = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return overlapPx >= 100 && bounds.y >= area.y && bounds.y + 36 <= area.y + area.height;
}
