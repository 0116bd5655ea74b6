import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Transport } from './transport.ts';

/** A connection whose other side reads when it is told to. */
class SlowConnection extends Duplex {
  letRead: () => void = () => undefined;

  constructor() {
    super({ read: () => undefined, highWaterMark: 1 });
  }

  setNoDelay(): this {
    return this;
  }

  override _write(_bytes: Buffer, _encoding: string, done: () => void): void {
    this.letRead = done;
  }
}

it('counts what a slow peer reads as activity, and its not reading as none', async () => {
  const connection = new SlowConnection();
  const user = { onBytes: () => undefined, onClosed: () => undefined };
  const transport = new Transport(connection as unknown as Socket, user, false);
  transport.write([Buffer.alloc(100)]);
  const writtenAtMs = performance.now();
  await wait(5);
  expect(transport.needsDrain).toBe(true);
  expect(transport.lastActivityAtMs).toBeLessThanOrEqual(writtenAtMs);
  connection.letRead();
  await transport.onceDrained();
  expect(transport.needsDrain).toBe(false);
  expect(transport.lastActivityAtMs).toBeGreaterThan(writtenAtMs);
  transport.destroy();
});
