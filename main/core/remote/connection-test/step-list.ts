import type { TestStep, TestStepName } from './test-report.ts';

/** The steps of one connection test while it runs. */
export class StepList {
  readonly #steps: Map<TestStepName, TestStep>;

  constructor(isEncrypted: boolean) {
    const names: readonly TestStepName[] = isEncrypted
      ? ['address', 'port', 'encryption', 'dicom', 'acceptance', 'echo']
      : ['address', 'port', 'dicom', 'acceptance', 'echo'];
    this.#steps = new Map(
      names.map((name) => [
        name,
        {
          name,
          result: 'not-tried',
          detail: 'Not tried, because the step before failed',
          technical: '',
          durationMs: null,
        },
      ]),
    );
  }

  async time<T>(name: TestStepName, work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    const result = await work();
    this.setDuration(name, performance.now() - startMs);
    return result;
  }

  setDuration(name: TestStepName, durationMs: number): void {
    this.#change(name, { durationMs: Math.max(0, Math.round(durationMs)) });
  }

  pass(name: TestStepName, detail: string): void {
    this.#change(name, { result: 'done', detail });
  }

  fail(name: TestStepName, detail: string, technical: string): void {
    this.#change(name, { result: 'failed', detail, technical });
  }

  list(): readonly TestStep[] {
    return [...this.#steps.values()];
  }

  #change(name: TestStepName, change: Partial<TestStep>): void {
    const step = this.#steps.get(name);
    if (step) this.#steps.set(name, { ...step, ...change });
  }
}
