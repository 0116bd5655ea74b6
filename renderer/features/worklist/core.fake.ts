import type {
  ApiError,
  CommandInput,
  CommandName,
  CommandOutput,
  Reply,
} from '../../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import type { StudyQuality } from '../../../preload/contract/quality.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import type { StudyRow } from '../../../preload/contract/study.ts';
import type { LineState } from '../../../preload/contract/transport.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Observable } from '../../client/observable.ts';

type EventWithoutSequence = WorkstationEvent extends infer Event
  ? Event extends WorkstationEvent
    ? Omit<Event, 'sequence'>
    : never
  : never;

/** A core that lives in the test: it keeps studies, answers at once, and tells of changes. */
export class FakeCore implements ApiClient {
  readonly lineState = new Observable<LineState>({ state: 'open' });
  /** Every call in order. */
  readonly calls: { readonly name: CommandName; readonly input: unknown }[] = [];
  studies: readonly StudyRow[];
  unfiledCount = 0;
  /** What the check found; null: nothing was judged. */
  quality: StudyQuality | null = null;
  /** Set: every call fails with it. */
  failure: ApiError | null = null;
  readonly #listeners = new Set<(event: WorkstationEvent) => void>();
  readonly #resyncListeners = new Set<() => void>();
  #sequence = 0;

  constructor(studies: readonly StudyRow[] = []) {
    this.studies = studies;
  }

  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandOutput<N>>> {
    this.calls.push({ name, input });
    if (this.failure) return Promise.resolve({ ok: false, error: this.failure });
    const answers: { readonly [M in CommandName]?: () => CommandOutput<M> } = {
      'station.info': () => aStation(),
      'notice.dismiss': () => ({}),
      'worklist.list': () => this.#list(input as CommandInput<'worklist.list'>), // the name says which input it is
      'unfiled.list': () => [],
      'study.open': () => this.#find(input as CommandInput<'study.open'>),
      'study.get': () => this.#find(input as CommandInput<'study.get'>),
      'quality.study': () => this.quality,
      'quality.review': () => ({}),
      'quality.unreview': () => ({}),
      'study.setStatus': () => this.#setStatus(input as CommandInput<'study.setStatus'>),
    };
    const answer = answers[name];
    if (!answer) throw new Error(`The worklist was not expected to ask ${name}`);
    return Promise.resolve({ ok: true, value: answer() });
  }

  subscribe(listener: (event: WorkstationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onResync(listener: () => void): () => void {
    this.#resyncListeners.add(listener);
    return () => this.#resyncListeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
  }

  /** Something was received or changed: keeps the rows and tells of them. */
  receive(...rows: readonly StudyRow[]): void {
    const uids = new Set(rows.map((row) => row.studyInstanceUid));
    this.studies = [...rows, ...this.studies.filter((row) => !uids.has(row.studyInstanceUid))];
    this.publish({ type: 'studies.changed', studies: [...rows] });
  }

  publish(event: EventWithoutSequence): void {
    this.#sequence += 1;
    for (const listener of [...this.#listeners]) listener({ ...event, sequence: this.#sequence });
  }

  resync(): void {
    for (const listener of [...this.#resyncListeners]) listener();
  }

  inputsOf<N extends CommandName>(name: N): readonly CommandInput<N>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CommandInput<N>);
  }

  #list(input: CommandInput<'worklist.list'>): CommandOutput<'worklist.list'> {
    const text = (input.text ?? '').toLowerCase();
    const matching = this.studies.filter((row) => row.patientName.alphabetic.toLowerCase().includes(text));
    const total = this.studies.length;
    return {
      studies: matching.slice(0, input.limit),
      matchingCount: matching.length,
      totalCount: total,
      albumCounts: { all: total, 'since-yesterday': total, 'to-read': total, arriving: 0 },
      unfiledCount: this.unfiledCount,
      sequence: this.#sequence,
    };
  }

  #find({ studyInstanceUid }: { readonly studyInstanceUid: string }): CommandOutput<'study.get'> {
    const study = this.studies.find((row) => row.studyInstanceUid === studyInstanceUid);
    if (!study) throw new Error('The test asked for a study that it did not give');
    return { study, series: [] };
  }

  #setStatus({ studyInstanceUid, status }: CommandInput<'study.setStatus'>): StudyRow {
    const row = { ...this.#find({ studyInstanceUid }).study, status };
    this.studies = this.studies.map((each) => (each.studyInstanceUid === studyInstanceUid ? row : each));
    return row;
  }
}

export function aStation(overrides: Partial<StationInfo> = {}): StationInfo {
  return {
    version: '0.1.0',
    aeTitle: 'BUCKY',
    addresses: ['192.168.1.20'],
    dicomPort: 11_112,
    listenProblem: null,
    freeBytes: 1.9e12,
    totalBytes: 2e12,
    quietTimeMs: 60_000,
    counts: { studies: 0, unfiled: 0, conflicts: 0, quarantined: 0 },
    reception: { openAssociations: 0, sendersNow: 0, imagesLastMinute: 0, senders: [] },
    notices: [],
    ...overrides,
  };
}
