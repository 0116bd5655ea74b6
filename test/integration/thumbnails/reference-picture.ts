import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { VoiWindow } from '../../../main/core/pixels/voi-transform.ts';
import type { Picture } from '../../../main/core/thumbnails/render/picture.ts';

/** Syntaxes that DCMTK's dcmj2pnm cannot read; GDCM decompresses them first. */
const NEEDS_GDCM = /^1\.2\.840\.10008\.1\.2\.4\.(80|81|90|91)$/;

/**
 * The first frame of a file as DCMTK shows it at full size, with the same window.
 *
 * @returns null where DCMTK, or GDCM before it, refuses the file
 */
export function renderWithDcmtk(
  file: string,
  transferSyntaxUid: string,
  window: VoiWindow | undefined,
  folder: string,
): Picture | null {
  const raw = path.join(folder, 'raw.dcm');
  const output = path.join(folder, 'reference.pnm');
  try {
    const isGdcmNeeded = NEEDS_GDCM.test(transferSyntaxUid);
    if (isGdcmNeeded) run('gdcmconv', ['--raw', file, raw]);
    const windowOptions = window ? ['+Ww', String(window.center), String(window.width)] : [];
    run('dcmj2pnm', ['+op', '+F', '1', '-O', ...windowOptions, isGdcmNeeded ? raw : file, output]);
  } catch {
    return null;
  }
  return parsePnm(readFileSync(output));
}

function run(program: string, options: readonly string[]): void {
  execFileSync(program, options, { stdio: 'ignore', timeout: 60_000 });
}

function parsePnm(file: Buffer): Picture {
  const head = /^P([56])\s(?:#.*\n)?(\d+) (\d+)\s(\d+)\s/.exec(file.subarray(0, 200).toString('latin1'));
  if (!head) throw new Error('Not a binary PGM or PPM');
  const [whole, kind, width, height] = head;
  return {
    width: Number(width),
    height: Number(height),
    channels: kind === '6' ? 3 : 1,
    data: file.subarray(whole.length),
  };
}

/** Mean absolute difference of 8-bit values between a picture and the mean of the reference under each of its pixels. */
export function meanDifference(picture: Picture, reference: Picture): number {
  const sums = new Float64Array(picture.data.length);
  const counts = new Uint32Array(picture.data.length);
  for (let row = 0; row < reference.height; row++) {
    const pictureRow = Math.floor((row * picture.height) / reference.height);
    for (let column = 0; column < reference.width; column++) {
      const bin = pictureRow * picture.width + Math.floor((column * picture.width) / reference.width);
      const pixel = row * reference.width + column;
      for (let channel = 0; channel < picture.channels; channel++) {
        const sample = pixel * reference.channels + (reference.channels === 3 ? channel : 0);
        sums[bin * picture.channels + channel]! += reference.data[sample]!;
        counts[bin * picture.channels + channel]! += 1;
      }
    }
  }
  const total = picture.data.reduce(
    (sum, value, index) => sum + Math.abs(value - sums[index]! / counts[index]!),
    0,
  );
  return total / picture.data.length;
}
