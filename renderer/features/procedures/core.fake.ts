import type {
  ApiError,
  CommandInput,
  CommandName,
  CommandOutput,
  Reply,
} from '../../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import type { CsvPreview, Hl7State, ProcedureRow } from '../../../preload/contract/procedures.ts';
import type { StepsApi } from './steps-store.ts';

/** A core that lives in the test: it keeps steps, answers at once, and tells of changes. */
export class FakeCore implements StepsApi {
  /** Every call in order. */
  readonly calls: { readonly name: CommandName; readonly input: unknown }[] = [];
  steps: readonly ProcedureRow[];
  hl7: Hl7State = {
    port: null,
    problem: null,
    accepted: 0,
    refused: 0,
    lastMessageAtMs: null,
    lastRefusal: null,
  };
  preview: CsvPreview = { fault: null, encoding: 'utf-8', ignoredColumns: [], rows: [] };
  mistakes: readonly { readonly field: string; readonly message: string }[] = [];
  /** Set: every call fails with it. */
  failure: ApiError | null = null;
  readonly #listeners = new Set<(event: WorkstationEvent) => void>();
  #sequence = 0;

  constructor(steps: readonly ProcedureRow[] = []) {
    this.steps = steps;
  }

  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandOutput<N>>> {
    this.calls.push({ name, input });
    if (this.failure) return Promise.resolve({ ok: false, error: this.failure });
    const answers: { readonly [M in CommandName]?: (given: CommandInput<M>) => CommandOutput<M> } = {
      'procedures.list': ({ text = '' }) => this.#list(text),
      'procedures.create': ({ order }) => this.#write({ ...this.#next(), order }),
      'procedures.update': ({ stepKey, order }) => this.#write({ ...this.#find(stepKey), order }),
      'procedures.setStatus': ({ stepKey, status }) => this.#keep({ ...this.#find(stepKey), status }),
      'procedures.remove': ({ stepKey }) => {
        this.steps = this.steps.filter((row) => row.stepKey !== stepKey);
        return {};
      },
      'procedures.previewCsv': () => this.preview,
      'procedures.importCsv': () => ({ importedCount: 1, skippedCount: 1 }),
      'procedures.csvColumns': () => [
        { name: 'patient_id', isRequired: true, explanation: 'ID of the patient' },
      ],
    };
    const answer = answers[name] as ((given: CommandInput<N>) => CommandOutput<N>) | undefined; // the entry of this name
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

  /** The steps are these now; tells of it. */
  change(...steps: readonly ProcedureRow[]): void {
    this.steps = steps;
    this.#sequence += 1;
    for (const listener of [...this.#listeners])
      listener({ type: 'procedures.changed', sequence: this.#sequence });
  }

  inputsOf<N extends CommandName>(name: N): readonly CommandInput<N>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CommandInput<N>);
  }

  #list(text: string): CommandOutput<'procedures.list'> {
    const steps = this.steps.filter((row) => row.order.patientName.alphabetic.toLowerCase().includes(text));
    return { steps, matchingCount: steps.length, hl7: this.hl7, sequence: this.#sequence };
  }

  #write(row: ProcedureRow): CommandOutput<'procedures.create'> {
    if (this.mistakes.length > 0) return { row: null, mistakes: [...this.mistakes] };
    return { row: this.#keep(row), mistakes: [] };
  }

  #keep(row: ProcedureRow): ProcedureRow {
    this.steps = [...this.steps.filter((each) => each.stepKey !== row.stepKey), row];
    return row;
  }

  #find(stepKey: number): ProcedureRow {
    const row = this.steps.find((each) => each.stepKey === stepKey);
    if (!row) throw new Error('The test asked for a step that it did not give');
    return row;
  }

  #next(): Omit<ProcedureRow, 'order'> {
    return {
      stepKey: 100 + this.steps.length,
      status: 'scheduled',
      source: 'person',
      study: null,
      remarks: [],
    };
  }
}
