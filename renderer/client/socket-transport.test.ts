import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineState } from '../../preload/contract/transport.ts';
import { createSocketTransport, RETRY_DELAYS_MS, type SocketTransport } from './socket-transport.ts';

class FakeSocket extends EventTarget {
  readonly sent: string[] = [];
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

describe('createSocketTransport', () => {
  let sockets: FakeSocket[];
  let isSignedIn: boolean;
  let transport: SocketTransport;
  let states: LineState[];
  const newest = () => sockets.at(-1)!;
  const settle = () => vi.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    isSignedIn = true;
    states = [];
    transport = createSocketTransport({
      url: 'ws://127.0.0.1/api/v1/socket',
      open: () => {
        sockets.push(new FakeSocket());
        return newest() as unknown as WebSocket; // the part of it that is used
      },
      isSignedIn: () => Promise.resolve(isSignedIn),
    });
    transport.onLineState((state) => states.push(state));
  });
  afterEach(() => {
    transport.close();
    vi.useRealTimers();
  });

  it('is open once the socket is, and carries frames as JSON both ways', () => {
    const frames: unknown[] = [];
    transport.onFrame((frame) => frames.push(frame));
    newest().dispatchEvent(new Event('open'));
    transport.send({ kind: 'request', id: 1, command: 'station.info', input: {} });
    newest().dispatchEvent(new MessageEvent('message', { data: '{"kind":"event"}' }));
    newest().dispatchEvent(new MessageEvent('message', { data: 'not JSON' }));
    expect(states).toMatchObject([{ state: 'connecting' }, { state: 'open' }]);
    expect(newest().sent).toEqual(['{"kind":"request","id":1,"command":"station.info","input":{}}']);
    expect(frames).toEqual([{ kind: 'event' }, undefined]);
  });

  it('tries again by itself, waiting longer each time', async () => {
    newest().dispatchEvent(new Event('open'));
    newest().close();
    await settle();
    for (const [index, delayMs] of RETRY_DELAYS_MS.entries()) {
      expect(states.at(-1)).toMatchObject({ state: 'restarting', retryInMs: delayMs });
      await vi.advanceTimersByTimeAsync(delayMs);
      expect(sockets).toHaveLength(index + 2);
      newest().close();
      await settle();
    }
  });

  it('starts with the short wait again after it was open', async () => {
    newest().close();
    await settle();
    await vi.advanceTimersByTimeAsync(RETRY_DELAYS_MS[0]);
    newest().dispatchEvent(new Event('open'));
    newest().close();
    await settle();
    expect(states.at(-1)).toMatchObject({ state: 'restarting', retryInMs: RETRY_DELAYS_MS[0] });
  });

  it('gives up with words when the core does not know this page any more', async () => {
    isSignedIn = false;
    newest().close();
    await settle();
    expect(states.at(-1)).toMatchObject({ state: 'failed' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
  });

  it('does not connect again after it was closed', async () => {
    newest().dispatchEvent(new Event('open'));
    transport.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
  });
});
