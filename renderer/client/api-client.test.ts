import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineState, RequestFrame, Transport } from '../../preload/contract/transport.ts';
import { createApiClient, type ApiClient } from './api-client.ts';

/** Both ends of a line in one object: what was sent, and ways to let something come in. */
class FakeTransport implements Transport {
  readonly sent: RequestFrame[] = [];
  #frame: (frame: unknown) => void = () => undefined;
  #line: (state: LineState) => void = () => undefined;

  send(frame: RequestFrame): void {
    this.sent.push(frame);
  }
  onFrame(listener: (frame: unknown) => void): () => void {
    this.#frame = listener;
    return () => undefined;
  }
  onLineState(listener: (state: LineState) => void): () => void {
    this.#line = listener;
    listener({ state: 'connecting', detail: 'Connecting to the core.' });
    return () => undefined;
  }
  comesIn(frame: unknown): void {
    this.#frame(frame);
  }
  lineIs(state: LineState): void {
    this.#line(state);
  }
  answer(value: unknown, id = this.sent.at(-1)?.id): void {
    this.comesIn({ kind: 'reply', id, reply: { ok: true, value } });
  }
  event(sequence: number): void {
    this.comesIn({ kind: 'event', event: { type: 'station.changed', sequence } });
  }
}

const restarting: LineState = { state: 'restarting', detail: 'The core stopped.', retryInMs: 2_000 };

describe('createApiClient', () => {
  let transport: FakeTransport;
  let api: ApiClient;
  let resyncCount: number;

  beforeEach(() => {
    vi.useFakeTimers();
    transport = new FakeTransport();
    api = createApiClient(transport);
    resyncCount = 0;
    api.onResync(() => {
      resyncCount += 1;
    });
  });
  afterEach(() => {
    api.close();
    vi.useRealTimers();
  });

  it('gives the caller the answer that the core sent', async () => {
    transport.lineIs({ state: 'open' });
    const reply = api.call('notice.dismiss', { key: 'k' });
    transport.answer({});
    expect(await reply).toEqual({ ok: true, value: {} });
  });

  it('holds a call back until the line is open', () => {
    void api.call('notice.dismiss', { key: 'k' });
    expect(transport.sent).toEqual([]);
    transport.lineIs({ state: 'open' });
    expect(transport.sent).toMatchObject([{ command: 'notice.dismiss', input: { key: 'k' } }]);
  });

  it('answers busy when the core is silent for the time limit, and ignores the late answer', async () => {
    transport.lineIs({ state: 'open' });
    const reply = api.call('notice.dismiss', { key: 'k' }, { timeoutMs: 3_000 });
    await vi.advanceTimersByTimeAsync(3_000);
    transport.answer({});
    expect(await reply).toEqual({
      ok: false,
      error: { code: 'busy', message: 'The core did not answer within 3 s.' },
    });
  });

  it('answers busy to calls under way when the core stops', async () => {
    transport.lineIs({ state: 'open' });
    const reply = api.call('notice.dismiss', { key: 'k' });
    transport.lineIs(restarting);
    expect(await reply).toMatchObject({ ok: false, error: { code: 'busy' } });
  });

  it('says why at once when the line is given up', async () => {
    transport.lineIs({ state: 'failed', detail: 'Five tries failed.', logPath: null });
    expect(await api.call('notice.dismiss', { key: 'k' })).toEqual({
      ok: false,
      error: { code: 'busy', message: 'Five tries failed.' },
    });
  });

  it('does not hand on an answer that breaks the contract', async () => {
    transport.lineIs({ state: 'open' });
    const reply = api.call('station.info', {});
    transport.answer({ aeTitle: 42 });
    expect(await reply).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it('hands on the refusal of the core', async () => {
    transport.lineIs({ state: 'open' });
    const reply = api.call('notice.dismiss', { key: 'k' });
    const error = { code: 'denied', message: 'Needs the right to dismiss.' };
    transport.comesIn({ kind: 'reply', id: transport.sent[0]?.id, reply: { ok: false, error } });
    expect(await reply).toEqual({ ok: false, error });
  });

  it('asks for a resync when an event is missing, not when all came', () => {
    transport.lineIs({ state: 'open' });
    transport.event(7);
    transport.event(8);
    expect(resyncCount).toBe(0);
    transport.event(10);
    expect(resyncCount).toBe(1);
  });

  it('hands each event on, the one after the gap too', () => {
    const seen: number[] = [];
    api.subscribe((event) => seen.push(event.sequence));
    transport.lineIs({ state: 'open' });
    transport.event(1);
    transport.event(5);
    expect(seen).toEqual([1, 5]);
  });

  it('asks for a resync after a lost line is back, and takes the new count of the restarted core', () => {
    transport.lineIs({ state: 'open' });
    transport.event(500);
    transport.lineIs(restarting);
    transport.lineIs({ state: 'open' });
    expect(resyncCount).toBe(1);
    transport.event(1);
    transport.event(2);
    vi.advanceTimersByTime(5_000);
    expect(resyncCount).toBe(1);
  });

  it('takes a frame that it cannot read for a missed event', () => {
    transport.lineIs({ state: 'open' });
    transport.comesIn('garbage');
    transport.comesIn({ kind: 'event', event: { type: 'studies.changed', sequence: 1, studies: [{}] } });
    vi.advanceTimersByTime(1_000);
    expect(resyncCount).toBe(2);
  });

  it('asks for at most one resync a second however many frames are bad', () => {
    transport.lineIs({ state: 'open' });
    for (let count = 0; count < 100; count++) transport.comesIn(null);
    vi.advanceTimersByTime(999);
    expect(resyncCount).toBe(1);
    vi.advanceTimersByTime(1);
    expect(resyncCount).toBe(2);
  });

  it('answers busy when sending throws', async () => {
    transport.lineIs({ state: 'open' });
    transport.send = () => {
      throw new Error('closing');
    };
    expect(await api.call('notice.dismiss', { key: 'k' })).toMatchObject({ error: { code: 'busy' } });
  });
});
