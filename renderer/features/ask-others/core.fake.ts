import type {
  ApiError,
  CommandInput,
  CommandName,
  CommandOutput,
  Reply,
} from '../../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import type { RemoteJobRow } from '../../../preload/contract/remote.ts';
import type { Answers, AskApi } from './ask-store.ts';
import type { RemoteStudyRow } from './ask-text.ts';

type Change =
  | { readonly type: 'devices.changed' | 'remote.jobs.changed' }
  | { readonly type: 'remote.search.changed'; readonly searchId: number };

/** A core that lives in the test: it knows stations, gives the answers that the test sets, and keeps jobs. */
export class FakeCore implements AskApi {
  /** Every call in order. */
  readonly calls: { readonly name: CommandName; readonly input: unknown }[] = [];
  stationNames: readonly string[] = [];
  nodes: Answers['nodes'] = [];
  studies: RemoteStudyRow[] = [];
  jobs: RemoteJobRow[] = [];
  /** Calls of these names fail with this. */
  readonly failures = new Map<CommandName, ApiError>();
  readonly #listeners = new Set<(event: WorkstationEvent) => void>();
  readonly #resyncs = new Set<() => void>();
  #searchId = 0;
  #sequence = 0;

  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandOutput<N>>> {
    this.calls.push({ name, input });
    const error = this.failures.get(name);
    if (error) return Promise.resolve({ ok: false, error });
    const answers: { readonly [M in CommandName]?: (given: CommandInput<M>) => CommandOutput<M> } = {
      'remote.nodes': () =>
        this.stationNames.map((station) => ({
          name: station,
          aeTitle: 'ARCHIVE',
          host: '127.0.0.1',
          port: 104,
          isEncrypted: false,
        })),
      'remote.search.start': () => ({ searchId: ++this.#searchId }),
      'remote.search.page': ({ from = 0, limit = 500 }) => ({
        nodes: this.nodes,
        studies: this.studies.slice(from, from + limit),
        totalCount: this.studies.length,
        sequence: this.#sequence,
      }),
      'remote.search.cancel': () => ({}),
      'remote.jobs.list': () => ({ jobs: this.jobs, sequence: this.#sequence }),
      'remote.retrieve': ({ nodeName, studyInstanceUid, label = '' }) =>
        this.#keep(aJob({ jobKey: 50 + this.jobs.length, nodeName, studyInstanceUid, label })),
      'remote.jobs.pause': ({ jobKey }) => this.#keep(aJob({ jobKey, state: 'paused' })),
      'remote.jobs.resume': ({ jobKey }) => this.#keep(aJob({ jobKey, state: 'running' })),
      'remote.jobs.cancel': ({ jobKey }) => this.#keep(aJob({ jobKey, state: 'cancelled' })),
      'remote.jobs.remove': ({ jobKey }) => {
        this.jobs = this.jobs.filter((job) => job.jobKey !== jobKey);
        return {};
      },
    };
    const answer = answers[name] as ((given: CommandInput<N>) => CommandOutput<N>) | undefined; // the entry of this name
    if (!answer) throw new Error(`This page was not expected to ask ${name}`);
    return Promise.resolve({ ok: true, value: answer(input) });
  }

  subscribe(listener: (event: WorkstationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onResync(listener: () => void): () => void {
    this.#resyncs.add(listener);
    return () => this.#resyncs.delete(listener);
  }

  tell(change: Change): void {
    this.#sequence += 1;
    for (const listener of [...this.#listeners]) listener({ ...change, sequence: this.#sequence });
  }

  comeBack(): void {
    for (const listener of [...this.#resyncs]) listener();
  }

  inputsOf<N extends CommandName>(name: N): readonly CommandInput<N>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CommandInput<N>);
  }

  #keep(job: RemoteJobRow): RemoteJobRow {
    this.jobs = [job, ...this.jobs.filter(({ jobKey }) => jobKey !== job.jobKey)];
    return job;
  }
}

export function aRemoteStudy(change: Partial<RemoteStudyRow> = {}): RemoteStudyRow {
  return {
    nodeName: 'Archive north',
    studyInstanceUid: '1.2.3',
    patientName: { alphabetic: 'Muster^Berta', ideographic: '', phonetic: '' },
    patientId: 'K-1',
    patientBirthDate: '1951-03-12',
    patientSex: 'F',
    accessionNumber: 'A-7',
    studyDate: '2026-03-12',
    studyTime: '08:15:00',
    studyDescription: 'CT Head',
    modalities: ['CT'],
    seriesCount: 2,
    instanceCount: 40,
    hereCount: 0,
    ...change,
  };
}

export function aJob(change: Partial<RemoteJobRow> = {}): RemoteJobRow {
  return {
    jobKey: 1,
    kind: 'retrieve',
    nodeName: 'Archive north',
    studyInstanceUid: '1.2.3',
    seriesInstanceUid: null,
    label: 'Muster, Berta, CT, CT Head',
    state: 'running',
    attempts: 0,
    runAfterMs: 0,
    doneCount: 12,
    failedCount: 0,
    remainingCount: 28,
    message: '',
    requestedBy: 'anna',
    createdAtMs: 1,
    changedAtMs: 1,
    ...change,
  };
}
