import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** Listens for two callers and then looks at nothing any more, until it is ended. */
const LISTENER = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer();
server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
`;

/** A port whose queue is full: Linux drops whatever calls there, as a firewall does or the cable of a PC that is off. */
export class FullPort {
  readonly port: number;
  readonly #worker: Worker;
  readonly #callers: readonly Socket[];

  private constructor(port: number, worker: Worker, callers: readonly Socket[]) {
    this.port = port;
    this.#worker = worker;
    this.#callers = callers;
  }

  static async open(): Promise<FullPort> {
    const worker = new Worker(LISTENER, { eval: true });
    const [port] = (await once(worker, 'message')) as [number];
    // A queue of one holds two.
    const callers = [connect({ host: '127.0.0.1', port }), connect({ host: '127.0.0.1', port })];
    await Promise.all(callers.map((caller) => once(caller, 'connect')));
    for (const caller of callers) caller.on('error', () => undefined);
    return new FullPort(port, worker, callers);
  }

  async close(): Promise<void> {
    for (const caller of this.#callers) caller.destroy();
    await this.#worker.terminate();
  }
}
