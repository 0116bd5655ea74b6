import type {
  AssociationError,
  ConnectOptions,
  ScuAssociation,
} from '../../association/connect-association.ts';
import { isStored } from '../../association/dimse/status.ts';
import { MAX_CONTEXTS } from '../../association/scu/scu-options.ts';
import type { InstanceToSend } from '../../catalog/queries/retrieval-rows.ts';
import type { CommittedReference } from '../../catalog/station-commitment-model.ts';
import type { OutgoingInstance } from '../../shared/dimse-services.ts';
import type { Result } from '../../shared/result.ts';
import { callNode, hangUpOnAbort } from '../call-node.ts';
import type { RemoteScope } from '../query/study-root.ts';
import { explainEnd, failedCall, type JobEnd, type JobRun, type JobWorker } from './job-run.ts';

/** Where what is sent comes from. */
export interface SendSource {
  list(scope: RemoteScope): Promise<readonly InstanceToSend[]>;
  /** Transfer syntaxes to propose for it, its own among them. */
  syntaxesToPropose(instance: InstanceToSend, nodeName: string): readonly string[];
  /**
   * @param accepted transfer syntaxes that the receiver takes for its SOP class; may be empty
   * @returns the object in one of them, to be disposed of when it is sent, or why it cannot be given, in plain words
   */
  open(
    instance: InstanceToSend,
    accepted: readonly string[],
    nodeName: string,
  ): Promise<Result<SentObject, string>>;
}

export type SentObject = OutgoingInstance & AsyncDisposable;

export interface SendParts {
  readonly aeTitle: () => string;
  readonly source: SendSource;
  readonly noteInstance: (jobKey: number, sopInstanceUid: string, status: number) => Promise<void>;
  /** DIMSE status by SOP Instance UID of what was sent before. */
  readonly listInstances: (jobKey: number) => Promise<ReadonlyMap<string, number>>;
  /** All has arrived: whether the receiver keeps it, where that is asked. */
  readonly confirm: (run: JobRun, references: readonly CommittedReference[]) => Promise<JobEnd>;
}

/** Sends a study or a series. What the node has answered for does not go out again when the job goes on after a break. */
export function createSendWorker(parts: SendParts): JobWorker {
  return (run) => new Sending(parts, run).run();
}

class Sending {
  readonly #parts: SendParts;
  readonly #run: JobRun;
  #total = 0;
  #sent = 0;
  #failed = 0;
  /** Of the newest object that was not taken. */
  #complaint: JobEnd | null = null;

  constructor(parts: SendParts, run: JobRun) {
    this.#parts = parts;
    this.#run = run;
  }

  async run(): Promise<JobEnd> {
    const { job, node } = this.#run;
    const all = await this.#parts.source.list(job);
    if (all.length === 0) {
      return {
        kind: 'failed',
        message: 'This study is not in the archive any more.',
        isWorthRetrying: false,
      };
    }
    const answered = await this.#parts.listInstances(job.jobKey);
    const open = all.filter(({ sopInstanceUid }) => !isStored(answered.get(sopInstanceUid) ?? NOT_SENT));
    this.#total = all.length;
    this.#sent = all.length - open.length;
    this.#report();
    for (const batch of this.#toBatches(open)) {
      const fault = await this.#sendBatch(batch);
      if (this.#run.signal.aborted) return { kind: 'stopped' };
      if (fault) return failedCall(fault);
    }
    if (this.#failed > 0) return this.#explainFailures(node.name);
    return this.#parts.confirm(
      this.#run,
      all.map(({ sopClassUid, sopInstanceUid }) => ({ sopClassUid, sopInstanceUid })),
    );
  }

  #explainFailures(name: string): JobEnd {
    const why = this.#complaint?.kind === 'failed' ? this.#complaint : null;
    const start = `${this.#sent} of ${this.#total} images arrived at ${name}.`;
    return {
      kind: 'failed',
      message: why ? `${start} ${why.message}` : start,
      isWorthRetrying: why?.isWorthRetrying ?? false,
    };
  }

  /** @returns why the association could not be held, if so */
  async #sendBatch(batch: Batch): Promise<AssociationError | null> {
    const opened = await callNode(
      this.#run.node,
      { aeTitle: this.#parts.aeTitle() },
      { contexts: batch.contexts },
    );
    if (!opened.ok) return opened.error;
    const association = opened.value;
    const stopWatching = hangUpOnAbort(association, this.#run.signal);
    try {
      for (const instance of batch.instances) {
        if (this.#run.signal.aborted) return null;
        const fault = await this.#sendOne(association, instance);
        if (fault) return fault;
      }
      return null;
    } finally {
      stopWatching();
      await association.release();
    }
  }

  async #sendOne(association: ScuAssociation, instance: InstanceToSend): Promise<AssociationError | null> {
    const { node, job } = this.#run;
    const { sopClassUid, sopInstanceUid } = instance;
    const accepted = association.contexts
      .filter((context) => context.sopClassUid === sopClassUid)
      .map(({ transferSyntaxUid }) => transferSyntaxUid);
    const opened = await this.#parts.source.open(instance, accepted, node.name);
    if (!opened.ok) {
      this.#note(opened.error, false);
      return null;
    }
    await using outgoing = opened.value;
    const answer = await association.store(outgoing);
    if (!answer.ok) {
      // Our own file: the others may go all the same.
      if (answer.error.kind !== 'data-unreadable') return answer.error;
      this.#note(answer.error.message, false);
      return association.isOver ? answer.error : null;
    }
    const { status } = answer.value;
    await this.#parts.noteInstance(job.jobKey, sopInstanceUid, status);
    if (isStored(status)) this.#sent += 1;
    else {
      this.#failed += 1;
      this.#complaint = explainEnd(node, status, this.#parts.aeTitle());
    }
    this.#report();
    return null;
  }

  #note(message: string, isWorthRetrying: boolean): void {
    this.#failed += 1;
    this.#complaint = { kind: 'failed', message, isWorthRetrying };
    this.#report();
  }

  #report(): void {
    const remainingCount = this.#total - this.#sent - this.#failed;
    this.#run.report({ doneCount: this.#sent, failedCount: this.#failed, remainingCount });
  }

  /** One context for each pair of kind and transfer syntax; a new association where there would be too many. */
  #toBatches(instances: readonly InstanceToSend[]): readonly Batch[] {
    const batches: { instances: InstanceToSend[]; pairs: Map<string, Context> }[] = [];
    for (const instance of instances) {
      const pairs = this.#parts.source
        .syntaxesToPropose(instance, this.#run.node.name)
        .map((uid): [string, Context] => [
          `${instance.sopClassUid} ${uid}`,
          { sopClassUid: instance.sopClassUid, transferSyntaxUids: [uid] },
        ]);
      let batch = batches.at(-1);
      const added = pairs.filter(([pair]) => !batch?.pairs.has(pair)).length;
      if (!batch || batch.pairs.size + added > MAX_CONTEXTS) {
        batch = { instances: [], pairs: new Map() };
        batches.push(batch);
      }
      batch.instances.push(instance);
      for (const [pair, context] of pairs) batch.pairs.set(pair, context);
    }
    return batches.map((batch) => ({ instances: batch.instances, contexts: [...batch.pairs.values()] }));
  }
}

type Context = ConnectOptions['contexts'][number];

interface Batch {
  readonly instances: readonly InstanceToSend[];
  readonly contexts: readonly Context[];
}

/** A status that no receiver gives. */
const NOT_SENT = 0xffff;
