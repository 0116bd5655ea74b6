import { encode } from 'fast-png';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Draws the mark of Bucky, a grid in a frame, as `bucky.svg` beside this file has it: `node build/icons/make-icons.ts`.
 * The results are kept in the tree, because packaging should not need a drawing step.
 */
const SAMPLES = 8;
/** The mark is described on a field of 16 by 16. */
const FIELD = 16;
const DARK = [0x0d, 0x0d, 0x0d] as const;
const LIGHT = [0xe4, 0xe4, 0xe4] as const;

function isInRoundedSquare(x: number, y: number, inset: number, radius: number): boolean {
  const inner = inset + radius;
  const dx = Math.max(inner - x, x - (FIELD - inner), 0);
  const dy = Math.max(inner - y, y - (FIELD - inner), 0);
  const isInside = x >= inset && x <= FIELD - inset && y >= inset && y <= FIELD - inset;
  return isInside && dx * dx + dy * dy <= radius * radius;
}

function isLight(x: number, y: number): boolean {
  const isFrame = isInRoundedSquare(x, y, 0, 2.75) && !isInRoundedSquare(x, y, 1.5, 1.25);
  const isBar = y >= 3 && y <= 13 && [4.5, 8, 11.5].some((middle) => Math.abs(x - middle) <= 0.75);
  return isFrame || isBar;
}

function draw(sizePx: number): Uint8Array {
  const data = new Uint8Array(sizePx * sizePx * 4);
  for (let row = 0; row < sizePx; row += 1) {
    for (let column = 0; column < sizePx; column += 1) {
      let covered = 0;
      let light = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const x = ((column + ((sample % SAMPLES) + 0.5) / SAMPLES) / sizePx) * FIELD;
        const y = ((row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / sizePx) * FIELD;
        if (!isInRoundedSquare(x, y, 0, 2.75)) continue;
        covered += 1;
        if (isLight(x, y)) light += 1;
      }
      const share = covered === 0 ? 0 : light / covered;
      const colour = DARK.map((dark, index) => Math.round(dark + ((LIGHT[index] ?? 0) - dark) * share));
      data.set([...colour, Math.round((covered / SAMPLES ** 2) * 255)], (row * sizePx + column) * 4);
    }
  }
  return encode({ width: sizePx, height: sizePx, data, channels: 4, depth: 8 });
}

/** ICO: a directory of PNG files. A side of 256 px is written as 0. */
function toIco(sizesPx: readonly number[]): Buffer {
  const images = sizesPx.map((sizePx) => draw(sizePx));
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  images.forEach((image, index) => {
    const at = 6 + 16 * index;
    const sizePx = sizesPx[index] ?? 0;
    head.writeUInt8(sizePx % 256, at);
    head.writeUInt8(sizePx % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(image.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += image.length;
  });
  return Buffer.concat([head, ...images]);
}

writeFileSync(path.join(import.meta.dirname, 'bucky.png'), draw(512));
writeFileSync(path.join(import.meta.dirname, 'bucky.ico'), toIco([16, 24, 32, 48, 256]));
