import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { decode as decodePng } from 'fast-png';
import type { Page } from 'playwright-core';

/** Eight bits a channel, rows from the top. Gray pictures have one channel, coloured ones three. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly samples: Uint8Array;
}

export interface Difference {
  /** Mean of the absolute differences, in gray levels of 0 to 255. */
  readonly mean: number;
  readonly largest: number;
  /** Share of samples that differ by more than two levels. */
  readonly shareAboveTwo: number;
}

const PNM_HEAD = /^P([56])\s+(?:#[^\n]*\n\s*)*(\d+)\s+(\d+)\s+(\d+)\s/;

/** Binary PGM (P5) and PPM (P6) with up to 8 bits, as DCMTK writes them. */
export function readPnm(file: Uint8Array): Picture {
  const head = PNM_HEAD.exec(Buffer.from(file.subarray(0, 200)).toString('latin1'));
  const [whole = '', kind, width, height, largest] = head ?? [];
  if (!head || Number(largest) > 255) throw new Error('not an 8 bit PGM or PPM file');
  const channels = kind === '6' ? 3 : 1;
  const length = Number(width) * Number(height) * channels;
  const samples = Uint8Array.from(file.subarray(whole.length, whole.length + length));
  if (samples.length < length) throw new Error('the PGM or PPM file is cut off');
  return { width: Number(width), height: Number(height), channels, samples };
}

/** PNG of 8 bits; transparency is left out. */
export function readPng(file: Uint8Array): Picture {
  const { width, height, channels, data, depth } = decodePng(file);
  if (depth !== 8) throw new Error('not an 8 bit PNG file');
  const colours = channels >= 3 ? 3 : 1;
  const samples = new Uint8Array(width * height * colours);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < colours; channel++) {
      samples[pixel * colours + channel] = data[pixel * channels + channel] ?? 0;
    }
  }
  return { width, height, channels: colours, samples };
}

export function crop(
  picture: Picture,
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Picture {
  const { channels } = picture;
  const rows = Array.from({ length: area.height }, (_, row) => {
    const start = ((area.y + row) * picture.width + area.x) * channels;
    return picture.samples.subarray(start, start + area.width * channels);
  });
  return { width: area.width, height: area.height, channels, samples: Uint8Array.from(Buffer.concat(rows)) };
}

/** Throws when the sizes differ. A gray picture counts as a coloured one whose channels are equal. */
export function difference(a: Picture, b: Picture): Difference {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`pictures of ${a.width} x ${a.height} and ${b.width} x ${b.height} cannot be compared`);
  }
  const channels = Math.max(a.channels, b.channels);
  const count = a.width * a.height * channels;
  const sampleOf = (picture: Picture, index: number) =>
    picture.samples[picture.channels === channels ? index : Math.floor(index / channels)] ?? 0;
  let sum = 0;
  let largest = 0;
  let aboveTwo = 0;
  for (let index = 0; index < count; index++) {
    const distance = Math.abs(sampleOf(a, index) - sampleOf(b, index));
    sum += distance;
    if (distance > largest) largest = distance;
    if (distance > 2) aboveTwo++;
  }
  return { mean: sum / count, largest, shareAboveTwo: aboveTwo / count };
}

/**
 * DCMTK's own rendering of a file.
 *
 * @param args such as `['+Wi', '1']` for the first window of the image or `['+Ww', '40', '80']` for centre and width
 */
export async function renderWithDcmtk(dicomFile: string, args: readonly string[]): Promise<Picture> {
  const { stdout } = await promisify(execFile)('dcmj2pnm', ['--quiet', ...args, '+op', dicomFile], {
    encoding: 'buffer',
    maxBuffer: 2 ** 28,
  });
  return readPnm(stdout);
}

export interface GrabbedPicture {
  readonly picture: Picture;
  /** Which part of the image lies on the canvas; all of it when it fits. */
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/**
 * Reads the picture of the viewer's tile, which must be upright, centred and at 1:1 (key `=`).
 *
 * @param size of the image in px
 */
export async function grabPicture(
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<GrabbedPicture> {
  const canvas = page.locator('#viewer-tile canvas').first();
  const grabbed = await canvas.evaluate((element, { width, height }) => {
    const { width: canvasWidth, height: canvasHeight } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d');
    if (!context) throw new Error('the canvas has no 2D context');
    // As the viewer places it: the middle of the image on the middle of the canvas, on whole px.
    const left = Math.round(canvasWidth / 2 - width / 2);
    const top = Math.round(canvasHeight / 2 - height / 2);
    const x = Math.max(0, -left);
    const y = Math.max(0, -top);
    const area = {
      x,
      y,
      width: Math.min(width - x, canvasWidth - Math.max(0, left)),
      height: Math.min(height - y, canvasHeight - Math.max(0, top)),
    };
    const { data } = context.getImageData(Math.max(0, left), Math.max(0, top), area.width, area.height);
    let text = '';
    for (let at = 0; at < data.length; at += 4)
      text += String.fromCharCode(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
    return { area, base64: btoa(text) };
  }, size);
  const { area } = grabbed;
  const samples = Uint8Array.from(Buffer.from(grabbed.base64, 'base64'));
  return { picture: { width: area.width, height: area.height, channels: 3, samples }, area };
}
