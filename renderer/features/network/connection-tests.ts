import type { CommandOutput } from '../../../preload/contract/command.ts';
import type { TestReportView } from '../../../preload/contract/remote.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Observable } from '../../client/observable.ts';

export type OwnReport = CommandOutput<'remote.testListener'>;

export type ConnectionTest<R> =
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly report: R; readonly atMs: number }
  | { readonly state: 'failed'; readonly message: string };

interface Tests {
  /** By name of the device. */
  readonly devices: ReadonlyMap<string, ConnectionTest<TestReportView>>;
  readonly own: ConnectionTest<OwnReport> | null;
}

/** A test waits for each of its steps in turn, each with a limit of its own. */
const TEST_TIMEOUT_MS = 90_000;

/** The newest test of each device. Several may run at a time, also while one looks at another device. */
export class ConnectionTests {
  readonly state = new Observable<Tests>({ devices: new Map(), own: null });
  readonly #api: Pick<ApiClient, 'call'>;

  constructor(api: Pick<ApiClient, 'call'>) {
    this.#api = api;
  }

  async run(name: string): Promise<void> {
    if (this.state.get().devices.get(name)?.state === 'running') return;
    this.#set(name, { state: 'running' });
    const reply = await this.#api.call('remote.test', { nodeName: name }, { timeoutMs: TEST_TIMEOUT_MS });
    this.#set(
      name,
      reply.ok
        ? { state: 'done', report: reply.value, atMs: Date.now() }
        : { state: 'failed', message: reply.error.message },
    );
  }

  /** Calls our own port, through each address of this PC. */
  async runOwn(): Promise<void> {
    if (this.state.get().own?.state === 'running') return;
    this.#patch({ own: { state: 'running' } });
    const reply = await this.#api.call('remote.testListener', {}, { timeoutMs: TEST_TIMEOUT_MS });
    this.#patch({
      own: reply.ok
        ? { state: 'done', report: reply.value, atMs: Date.now() }
        : { state: 'failed', message: reply.error.message },
    });
  }

  /** The device was changed: what was found before does not count any more. */
  forget(name: string): void {
    const devices = new Map(this.state.get().devices);
    if (devices.get(name)?.state !== 'running' && devices.delete(name)) this.#patch({ devices });
  }

  #set(name: string, test: ConnectionTest<TestReportView>): void {
    this.#patch({ devices: new Map(this.state.get().devices).set(name, test) });
  }

  #patch(change: Partial<Tests>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}
