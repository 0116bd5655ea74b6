import {
  testConnection,
  type TestTimeouts,
} from '../../../main/core/remote/connection-test/connection-test.ts';
import type { TestReport } from '../../../main/core/remote/connection-test/test-report.ts';
import type { RemoteNode } from '../../../main/core/remote/remote-node.ts';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { aStation, type Station } from '../association/station.ts';

const WORKER = new URL('../../../dist/core/echo-worker.mjs', import.meta.url);
export const SHORT: Partial<TestTimeouts> = { answerMs: 1_500, echoMs: 1_500, encryptMs: 1_500 };

export function test(
  changes: Partial<RemoteNode>,
  callingAeTitle = 'BUCKY',
  { workerUrl = WORKER, timeouts = SHORT } = {},
): Promise<TestReport> {
  const node = { name: 'Archive north', aeTitle: 'ARCHIV-NORD', host: '127.0.0.1', port: 1, ...changes };
  return testConnection(node, {
    workerUrl,
    logger: silentLogger,
    nowMs: () => Date.parse('2026-03-01T14:36:02'),
    self: () => ({ aeTitle: callingAeTitle, dicomPort: 11_112 }),
    timeouts,
  });
}

/** Name and result of each step, in short. */
export function summary({ steps }: TestReport): string {
  return steps.map(({ name, result }) => `${name} ${result}`).join(', ');
}

export const words = ({ finding }: TestReport) => `${finding?.title} ${finding?.detail}`;

/** What is called in a test; closed after it. */
export class CalledSides {
  readonly #open: (() => unknown)[] = [];

  closeLater(close: () => unknown): void {
    this.#open.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#open.splice(0)) await close();
  }

  /** @returns the port */
  async listenWith(server: Server): Promise<number> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.closeLater(() => server.close());
    return (server.address() as AddressInfo).port;
  }

  async ourStation(options: Parameters<typeof aStation>[0] = {}): Promise<Station> {
    const station = await aStation(options);
    this.closeLater(() => station.listener.close());
    return station;
  }
}
