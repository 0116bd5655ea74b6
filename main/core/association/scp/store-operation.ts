import { DIMSE_STATUS } from '../dimse/status.ts';
import type { DataSetSink } from '../dimse/message-receiver.ts';
import type { StoreReport } from '../association-observer.ts';
import type { IncomingDataSet, StoreOutcome, StoreRequest } from '../store-handler.ts';

export interface StoreOperationUser {
  /** Called once, when the data set is whole; the promise never rejects. */
  onFinishing(outcome: Promise<StoreOutcome>): void;
  onBug(error: unknown): void;
}

/** One C-STORE from its command to its outcome. */
export class StoreOperation implements DataSetSink {
  readonly #request: StoreRequest;
  readonly #incoming: IncomingDataSet;
  readonly #user: StoreOperationUser;
  readonly #startedAtMs = performance.now();
  #dataSetBytes = 0;
  #waits = 0;
  #lastWrite: Promise<void> | null = null;
  #phase: 'receiving' | 'finishing' | 'over' = 'receiving';

  constructor(request: StoreRequest, incoming: IncomingDataSet, user: StoreOperationUser) {
    this.#request = request;
    this.#incoming = incoming;
    this.#user = user;
  }

  /** True while the peer waits for us: its silence means nothing. */
  get isOurTurn(): boolean {
    return this.#waits > 0 || this.#phase === 'finishing';
  }

  toReport(status: number | null, wasAnswered: boolean): StoreReport {
    return {
      sopClassUid: this.#request.affectedSopClassUid,
      sopInstanceUid: this.#request.affectedSopInstanceUid,
      transferSyntaxUid: this.#request.transferSyntaxUid,
      status,
      wasAnswered,
      dataSetBytes: this.#dataSetBytes,
      durationMs: performance.now() - this.#startedAtMs,
    };
  }

  write(slice: Buffer): Promise<void> | undefined {
    this.#dataSetBytes += slice.length;
    const wait = this.#incoming.write(slice);
    if (wait === undefined) return undefined;
    this.#waits += 1;
    const settled = () => {
      this.#waits -= 1;
    };
    this.#lastWrite = wait.then(settled, settled);
    return wait;
  }

  end(): void {
    this.#phase = 'finishing';
    this.#user.onFinishing(this.#finish());
  }

  /** The association ended. Resolves when the receiver holds nothing any more. */
  async cancel(reason: string): Promise<void> {
    if (this.#phase !== 'receiving') return;
    this.#phase = 'over';
    await this.#lastWrite;
    await this.#incoming.abort(reason);
  }

  async #finish(): Promise<StoreOutcome> {
    try {
      return await this.#incoming.finish();
    } catch (error) {
      this.#user.onBug(error);
      return { status: DIMSE_STATUS.processingFailure, errorComment: 'internal failure' };
    } finally {
      this.#phase = 'over';
    }
  }
}
