import type { CommandInput, CommandName, CommandOutput, Reply } from '../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../preload/contract/event.ts';
import type { LineState } from '../../preload/contract/transport.ts';
import type { ApiClient } from '../client/api-client.ts';
import { Observable } from '../client/observable.ts';

type Answers = { [N in CommandName]?: (input: CommandInput<N>) => CommandOutput<N> };

/** A core that lives in the test: it answers what the test says, remembers what was asked, and tells of changes. */
export class FakeQualityCore implements ApiClient {
  readonly lineState = new Observable<LineState>({ state: 'open' });
  readonly calls: { readonly name: CommandName; readonly input: unknown }[] = [];
  answers: Answers;
  /** Set: every call fails with it. */
  refusal: string | null = null;
  readonly #listeners = new Set<(event: WorkstationEvent) => void>();

  constructor(answers: Answers) {
    this.answers = answers;
  }

  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandOutput<N>>> {
    this.calls.push({ name, input });
    if (this.refusal !== null)
      return Promise.resolve({ ok: false, error: { code: 'busy', message: this.refusal } });
    const answer = this.answers[name] as ((given: CommandInput<N>) => CommandOutput<N>) | undefined; // the entry of this name
    if (!answer) throw new Error(`This page was not expected to ask ${name}`);
    return Promise.resolve({ ok: true, value: answer(input) });
  }

  subscribe(listener: (event: WorkstationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onResync(): () => void {
    return () => undefined;
  }

  close(): void {
    this.#listeners.clear();
  }

  /** The answers are these now; tells of it. */
  change(answers: Answers): void {
    this.answers = { ...this.answers, ...answers };
    for (const listener of [...this.#listeners])
      listener({ type: 'quality.changed', sequence: 1, studyInstanceUids: ['1.2'] });
  }

  inputsOf<N extends CommandName>(name: N): readonly CommandInput<N>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CommandInput<N>);
  }
}
