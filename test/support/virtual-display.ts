import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { findProgram } from './programs.ts';

/** A screen that nobody sees: an Xvfb of its own on a free display number. */
export class VirtualDisplay {
  /** As the variable DISPLAY wants it, such as `:3`. */
  readonly name: string;
  readonly #server: ChildProcess;

  private constructor(name: string, server: ChildProcess) {
    this.name = name;
    this.#server = server;
  }

  /** @returns null on a machine without Xvfb */
  static async start(): Promise<VirtualDisplay | null> {
    const program = findProgram('Xvfb');
    if (program === null) return null;
    // With -displayfd the server itself looks for a free number and writes it to that descriptor.
    const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
    const server = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const numbers = server.stdio[3] as Readable; // the pipe asked for above
    const failed = once(server, 'exit').then(() => {
      throw new Error('Xvfb ended before it had a display.');
    });
    const [number] = (await Promise.race([once(numbers, 'data'), failed])) as [Buffer];
    failed.catch(() => undefined); // it ends one day
    return new VirtualDisplay(`:${number.toString().trim()}`, server);
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode !== null) return;
    const ended = once(this.#server, 'exit');
    this.#server.kill();
    await ended;
  }
}
