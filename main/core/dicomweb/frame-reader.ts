import type { Catalog } from '../catalog/catalog.ts';
import type { InstanceLocation } from '../catalog/rows.ts';
import { decodeFrameTable } from '../dicom/frame-table-codec.ts';
import type { FrameTable } from '../dicom/frame-table.ts';
import { readFrame, type FrameProblem } from '../dicom/read-frame.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { InstanceStore } from '../store/instance-store.ts';

export interface FrameReaderParts {
  readonly catalog: Pick<Catalog, 'findFrameTable'>;
  readonly store: Pick<InstanceStore, 'openForReading'>;
}

/** Why there are no frames to give, with the HTTP status for it. */
export interface NoFrames {
  readonly status: 404 | 500;
  readonly message: string;
}

/** An open object whose frames can be read. */
export interface FrameSet extends AsyncDisposable {
  readonly frameCount: number;
  readonly isEncapsulated: boolean;
  /** @param number counts from 1 */
  read(number: number): Promise<Result<Buffer, NoFrames>>;
}

const PROBLEMS: Readonly<Record<FrameProblem, string>> = {
  'no-such-frame': 'This object has no such frame.',
  'ended-early': 'The pixel data ends early, as it came from the device.',
  'too-large': 'This frame is too large to be shown.',
  'cannot-inflate': 'The compressed object cannot be unpacked, as it came from the device.',
};

/** Reads frames of stored instances by the tables that were made at reception. */
export class FrameReader {
  readonly #parts: FrameReaderParts;

  constructor(parts: FrameReaderParts) {
    this.#parts = parts;
  }

  async open(location: InstanceLocation): Promise<Result<FrameSet, NoFrames>> {
    const encoded = await this.#parts.catalog.findFrameTable(location.instanceKey);
    const table = encoded === null ? null : decodeFrameTable(encoded);
    if (table === null)
      return err({ status: 404, message: 'This object has no frames that can be told apart.' });
    return ok(await this.#openSet(location, table));
  }

  async #openSet(location: InstanceLocation, table: FrameTable): Promise<FrameSet> {
    const file = await this.#parts.store.openForReading(location.objectName);
    return {
      frameCount: table.frameCount,
      isEncapsulated: table.kind === 'encapsulated',
      read: async (number) => {
        const frame = await readFrame(file, location.dataSetOffset, table, number - 1);
        if (frame.ok) return frame;
        return err({ status: frame.error === 'no-such-frame' ? 404 : 500, message: PROBLEMS[frame.error] });
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  }
}
