import type {
  IncomingDataSet,
  StoreHandler,
  StoreOutcome,
  StoreRequest,
} from '../../../main/core/association/store-handler.ts';
import { giveBack } from '../../../main/core/shared/receive-buffers.ts';

export interface RecordedObject {
  readonly request: StoreRequest;
  readonly dataSet: Buffer;
}

/** Keeps what comes in memory, and counts what the association layer promises to do exactly once. */
export class RecordingStore implements StoreHandler {
  readonly objects: RecordedObject[] = [];
  readonly abortReasons: string[] = [];
  openCount = 0;
  /** False for tests of memory: the bytes are let go. */
  keepsBytes = true;
  outcome: StoreOutcome = { status: 0x0000 };
  /** What `write` answers. */
  whenWritten: () => Promise<void> | undefined = () => undefined;
  /** What `finish` waits for. */
  whenFinished: () => Promise<void> = () => Promise.resolve();
  /** Calls that broke the promise of `IncomingDataSet`. */
  readonly breaches: string[] = [];
  #wake: () => void = () => undefined;

  openStore(request: StoreRequest): IncomingDataSet {
    this.openCount += 1;
    const slices: Buffer[] = [];
    let isOver = false;
    const end = (how: string) => {
      if (isOver) this.breaches.push(`${how} after the end`);
      isOver = true;
    };
    this.#wake();
    return {
      write: (slice) => {
        if (isOver) this.breaches.push('write after the end');
        if (this.keepsBytes) slices.push(slice);
        else giveBack(slice);
        this.#wake();
        return this.whenWritten();
      },
      finish: async () => {
        end('finish');
        await this.whenFinished();
        this.objects.push({ request, dataSet: Buffer.concat(slices) });
        this.#wake();
        return this.outcome;
      },
      abort: async (reason) => {
        end('abort');
        this.abortReasons.push(reason);
        this.#wake();
      },
    };
  }

  /** Waits for something that a call of the association layer brings about. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
