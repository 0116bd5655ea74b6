import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { findProgram, type ProgramName } from '../../support/programs.ts';

export interface ProgramResult {
  readonly exitCode: number | null;
  /** Standard output and error together. */
  readonly output: string;
}

/** Runs a program to its end. `TCP_NODELAY` switches off the sender's delay in DCMTK. */
export async function runProgram(name: ProgramName, args: readonly string[]): Promise<ProgramResult> {
  const child = start(name, args);
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const [exitCode] = (await once(child, 'close')) as [number | null]; // the first argument of 'close'
  return { exitCode, output };
}

/** A peer program that listens. Stop it at the end, or let `await using` do so. */
export class ServerProgram implements AsyncDisposable {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /**
   * @param toArgs makes the arguments from the port
   * @param givenPort a free one is found when absent
   */
  static async start(
    name: ProgramName,
    toArgs: (port: number) => readonly string[],
    givenPort?: number,
  ): Promise<ServerProgram> {
    const port = givenPort ?? (await findFreePort());
    const child = start(name, toArgs(port));
    child.stdout?.resume();
    child.stderr?.resume();
    const server = new ServerProgram(child, port);
    while (!(await isListening(port))) {
      if (child.exitCode !== null) throw new Error(`${name} ended with code ${child.exitCode}`);
    }
    return server;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens: it has one
  server.close();
  await once(server, 'close');
  return port;
}

function start(name: ProgramName, args: readonly string[]): ChildProcess {
  const program = findProgram(name);
  if (program === null) throw new Error(`${name} is not installed`);
  return spawn(program, args, {
    env: { ...process.env, TCP_NODELAY: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  if (!isOpen) await new Promise((resolve) => setTimeout(resolve, 20));
  return isOpen;
}
