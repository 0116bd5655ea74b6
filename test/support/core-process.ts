import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandInput, CommandName, CommandOutput, Reply } from '../../preload/contract/command.ts';
import { readyMessageSchema, type ReadyMessage } from '../../preload/contract/service-message.ts';

const CORE_BUNDLE = path.resolve(import.meta.dirname, '../../dist/core/main.mjs');
const READY_DEADLINE_MS = 60_000;

export interface CoreProcessOptions {
  readonly dataDir: string;
  readonly args?: readonly string[];
  /** Program and arguments put before the runtime, such as `strace -f -o FILE`. */
  readonly wrapper?: readonly string[];
}

/** A real core in a child process, listening on loopback on free ports. */
export class CoreProcess {
  readonly ready: ReadyMessage;
  readonly logLines: readonly string[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ready: ReadyMessage, logLines: readonly string[]) {
    this.#child = child;
    this.ready = ready;
    this.logLines = logLines;
  }

  /** Rejects with the core's own log when it does not come up. */
  static async start(options: CoreProcessOptions): Promise<CoreProcess> {
    const core = [process.execPath, CORE_BUNDLE, '--data', options.dataDir];
    const ports = ['--dicom-host', '127.0.0.1', '--dicom-port', '0', '--http-port', '0'];
    const [program = '', ...args] = [...(options.wrapper ?? []), ...core, ...ports, ...(options.args ?? [])];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const logLines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => logLines.push(line));
    const ready = await new Promise<ReadyMessage>((resolve, reject) => {
      const fail = (why: string) => {
        child.kill('SIGKILL');
        reject(new Error(`${why}\n${logLines.join('\n')}`));
      };
      const timer = setTimeout(() => {
        fail('The core did not print its ready line.');
      }, READY_DEADLINE_MS);
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`The core ended with code ${code ?? 'none'}.`);
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        clearTimeout(timer);
        const parsed = readyMessageSchema.safeParse(JSON.parse(line));
        if (parsed.success) resolve(parsed.data);
        else fail(`Not a ready line: ${line}`);
      });
    });
    return new CoreProcess(child, ready, logLines);
  }

  get httpOrigin(): string {
    return `http://127.0.0.1:${this.ready.httpPort}`;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Sends a command of the contract and gives its value; throws what a refused one said. */
  async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    const response = await this.fetch(`/api/v1/call/${name}`, {
      method: 'POST',
      body: JSON.stringify(input),
    });
    const reply = (await response.json()) as Reply<CommandOutput<N>>; // the core under test answers by the contract
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
    return reply.value;
  }

  /** HTTP with the core's token. */
  async fetch(urlPath: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      ...(init.headers as Record<string, string> | undefined),
      Authorization: `Bearer ${this.ready.token}`,
    };
    return fetch(this.httpOrigin + urlPath, { ...init, headers });
  }

  /** SIGTERM, then waits. @returns the exit code */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const exited = once(this.#child, 'exit');
    process.kill(this.ready.pid, 'SIGTERM');
    await exited;
    return this.#child.exitCode;
  }

  /** As a power cut would: no chance to clean up. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    process.kill(this.ready.pid, 'SIGKILL');
    await exited;
  }
}
