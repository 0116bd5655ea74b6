import type { CommittedInstance, InstanceRecord } from '../catalog/instance-record.ts';
import type { CommitResult } from '../catalog/writer/ingest-writer.ts';

export interface GroupCommitterOptions {
  /** One transaction for all records; rejects when none was written. */
  readonly commit: (records: readonly InstanceRecord[]) => Promise<CommitResult>;
  /** Told after each transaction and before anybody is answered. */
  readonly onCommitted: (result: CommitResult) => void;
}

interface Waiting {
  readonly record: InstanceRecord;
  readonly resolve: (outcome: CommittedInstance) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers instances whose files are durable and writes their rows in one transaction: those that became ready in the same
 * turn of the event loop, or while the transaction before ran. A single sender never waits for company.
 */
export class GroupCommitter {
  readonly #options: GroupCommitterOptions;
  #waiting: Waiting[] = [];
  #isScheduled = false;

  constructor(options: GroupCommitterOptions) {
    this.#options = options;
  }

  /** Resolves when the rows are committed; rejects when they could not be. */
  add(record: InstanceRecord): Promise<CommittedInstance> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => void this.#run()); // after all completions of this turn
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commitGroup(group);
    }
    this.#isScheduled = false;
  }

  /** One record that cannot be written must not take the others down with it. */
  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const failure = await this.#commit(group);
    if (failure === null) return;
    if (group.length === 1) group[0]?.reject(failure.error);
    else for (const one of group) await this.#commitGroup([one]);
  }

  async #commit(group: readonly Waiting[]): Promise<{ readonly error: unknown } | null> {
    const records = group.map((one) => one.record);
    let result: CommitResult;
    try {
      result = await this.#options.commit(records);
    } catch (error) {
      return { error };
    }
    this.#options.onCommitted(result);
    for (const [index, one] of group.entries()) {
      const outcome = result.outcomes[index];
      if (outcome === undefined) throw new Error('The catalog answered fewer records than it was given');
      one.resolve(outcome);
    }
    return null;
  }
}
