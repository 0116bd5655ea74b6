import type { StudyQuality } from '../../../preload/contract/quality.ts';
import type { CommandName, Reply } from '../../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import type { StudyStatus } from '../../../preload/contract/study.ts';
import type { OpenStudy } from './use-open-study.ts';
import type { ViewerApi } from './viewer-api.ts';

/** A core with one study. */
export class FakeCore implements ViewerApi {
  open: OpenStudy;
  /** What the next calls are refused with. */
  refusal: string | null = null;
  /** Every call but those for quality, which a viewer asks beside them. */
  readonly calls: CommandName[] = [];
  /** What the check found; null: nothing was judged. */
  quality: StudyQuality | null = null;
  readonly reviews: unknown[] = [];
  #listeners = new Set<(event: WorkstationEvent) => void>();

  constructor(open: OpenStudy) {
    this.open = open;
  }

  call: ViewerApi['call'] = (name, input) => {
    if (!name.startsWith('quality.')) this.calls.push(name);
    const reply: Reply<unknown> =
      this.refusal === null
        ? { ok: true, value: this.#answer(name, input) }
        : { ok: false, error: { code: 'not-allowed-now', message: this.refusal } };
    return Promise.resolve(reply) as ReturnType<ViewerApi['call']> as never; // as the contract says for `name`
  };

  subscribe(listener: (event: WorkstationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onResync(): () => void {
    return () => undefined;
  }

  /** More of the study has arrived. */
  receive(open: OpenStudy): void {
    this.open = open;
    for (const listener of this.#listeners) {
      listener({ type: 'studies.changed', sequence: 1, studies: [open.study] });
    }
  }

  /** Something was judged or decided. */
  judge(quality: StudyQuality): void {
    this.quality = quality;
    const { studyInstanceUid } = quality;
    for (const listener of this.#listeners)
      listener({ type: 'quality.changed', sequence: 2, studyInstanceUids: [studyInstanceUid] });
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  #answer(name: CommandName, input: unknown): unknown {
    if (name === 'quality.study') return this.quality;
    if (name === 'quality.review') this.reviews.push(input);
    if (name.startsWith('quality.')) return {};
    if (name !== 'study.setStatus') return this.open;
    const { status } = input as { status: StudyStatus };
    this.open = { ...this.open, study: { ...this.open.study, status } };
    return this.open.study;
  }
}
