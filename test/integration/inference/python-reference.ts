import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DecodedFrame } from '../../../main/core/pixels/decoded-frame.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../../native-models/training/parity.py');
const PYTHON = '/usr/bin/python3';

/** A frame that both sides are given. */
export interface NamedFrame {
  readonly name: string;
  readonly modality: string;
  readonly frame: DecodedFrame;
}

/** What the training code makes of a frame; the images, or every n-th number of them, as base64 of float32. */
export interface Expected {
  readonly name: string;
  readonly metrics: readonly number[];
  readonly bodyRegion: string;
  readonly small: string;
  readonly tiles: string;
}

export interface ExpectedAnswers {
  readonly names: readonly string[];
  readonly frames: readonly Expected[];
}

/** Whether the training code runs here: Debian's python3-numpy, python3-pil and python3-pydicom. */
export function hasPython(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import numpy, PIL, pydicom'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs native-models/training/parity.py over the frames.
 *
 * @param every of the images' numbers is answered, to keep fixtures small
 */
export function askPython(frames: readonly NamedFrame[], every = 1): ExpectedAnswers {
  using folder = aTemporaryFolder();
  const items = frames.map(({ name, modality, frame }, index) => {
    const values = path.join(folder.path, `${index}.f32`);
    writeFileSync(
      values,
      new Uint8Array(frame.values.buffer, frame.values.byteOffset, frame.values.byteLength),
    );
    const paddingMask = frame.paddingMask === null ? null : path.join(folder.path, `${index}.mask`);
    if (paddingMask !== null && frame.paddingMask !== null) writeFileSync(paddingMask, frame.paddingMask);
    const { rows, columns, bitsStored, lowest, highest, isMonochrome1 } = frame;
    const description = { rows, columns, bitsStored, lowest, highest, isMonochrome1 };
    return { name, modality, values, paddingMask, every, ...description };
  });
  const answer = execFileSync(PYTHON, [SCRIPT], {
    input: JSON.stringify(items),
    maxBuffer: 1 << 30,
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  return JSON.parse(answer.toString()) as ExpectedAnswers;
}

export function unpackFloats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
