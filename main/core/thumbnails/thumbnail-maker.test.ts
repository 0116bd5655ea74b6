import { decode } from 'fast-png';
import { afterEach, describe, expect, it } from 'vitest';
import { anImage } from '../../../test/support/an-image.ts';
import { encodeFrame } from '../../../test/support/encode-frame.ts';
import { silentLogger } from '../shared/logger.ts';
import { ThumbnailMaker } from './thumbnail-maker.ts';

const WORKER_URL = new URL('./thumbnail-worker.ts', import.meta.url);
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
const JPEG_XL_LOSSLESS = '1.2.840.10008.1.2.4.110';

/**
 * A worker that does what the first byte of a frame says: 0 answers with the frame, 1 hangs, 2 exits, 3 throws. Real
 * decoders do all of these, but not on demand.
 */
const OBEDIENT_WORKER = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, frame }) => {
      if (frame[0] === 1) for (;;);
      if (frame[0] === 2) process.exit(7);
      if (frame[0] === 3) throw new TypeError('as told');
      parentPort.postMessage({ type: 'made', id, png: frame });
    });
    parentPort.postMessage({ type: 'ready' });
  `)}`,
);

/** Starting workers from source takes seconds on a busy machine. */
describe('ThumbnailMaker', { timeout: 60_000 }, () => {
  const makers: ThumbnailMaker[] = [];
  const warnings: string[] = [];
  afterEach(async () => {
    await Promise.all(makers.splice(0).map((maker) => maker.close()));
    warnings.length = 0;
  });

  function aMaker(workerUrl: URL, deadlineMs?: number): ThumbnailMaker {
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    const maker = new ThumbnailMaker({
      workerUrl,
      logger,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    });
    makers.push(maker);
    return maker;
  }

  const native = (...samples: number[]) => ({
    frame: Buffer.from(samples),
    transferSyntaxUid: EXPLICIT_LITTLE,
    image: anImage({ windowCenter: 127.5, windowWidth: 255, voiLutFunction: 'LINEAR_EXACT' }),
  });

  it('makes a PNG of a frame', async () => {
    const made = await aMaker(WORKER_URL).make(native(0, 50, 100, 255));
    expect(made.ok && decode(made.value)).toMatchObject({
      width: 2,
      height: 2,
      channels: 1,
      depth: 8,
      data: Uint8Array.of(0, 50, 100, 255),
    });
  });

  it('leaves the rest of a buffer alone that the frame is only a part of', async () => {
    const file = Buffer.from([9, 0, 50, 100, 255, 9]);
    await aMaker(WORKER_URL).make({ ...native(), frame: file.subarray(1, 5) });
    expect([...file]).toEqual([9, 0, 50, 100, 255, 9]);
  });

  it('pays for a corrupt stream with a worker, and serves the next request', async () => {
    const maker = aMaker(WORKER_URL);
    const image = anImage({ rows: 32, columns: 32 });
    const encoded = await encodeFrame('encodeJpegXl', new Uint8Array(1024).fill(9), image);
    const whole = { frame: Buffer.from(encoded), transferSyntaxUid: JPEG_XL_LOSSLESS, image };
    const half = { ...whole, frame: Buffer.from(encoded.subarray(0, encoded.length >> 1)) };
    expect(await maker.make(half)).toEqual({
      ok: false,
      error: { kind: 'cannot-decode', detail: 'Its JPEG XL data is damaged.' },
    });
    expect(warnings).toEqual(['A thumbnail worker was replaced: a codec failed in it']);
    expect(await maker.make(whole)).toMatchObject({ ok: true });
  });

  it('keeps its worker when it can refuse a frame before decoding', async () => {
    const maker = aMaker(WORKER_URL);
    expect(await maker.make(native(1))).toEqual({
      ok: false,
      error: { kind: 'cannot-decode', detail: 'Its image data stops early.' },
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['hangs', 1, { kind: 'timed-out', deadlineMs: 50 }, 'it took too long'],
    ['exits', 2, { kind: 'worker-failed', detail: 'it ended with code 7' }, 'it ended with code 7'],
    ['throws', 3, { kind: 'worker-failed', detail: 'TypeError' }, 'TypeError'],
  ])('replaces a worker that %s', async (_, order, error, reason) => {
    const maker = aMaker(OBEDIENT_WORKER, order === 1 ? 50 : 60_000);
    const failed = maker.make(native(order));
    const next = maker.make(native(0, 5));
    expect(await failed).toEqual({ ok: false, error });
    expect(await next).toEqual({ ok: true, value: Buffer.from([0, 5]) });
    expect(warnings).toEqual([`A thumbnail worker was replaced: ${reason}`]);
  });

  it('says so when no worker can be started, each time anew', async () => {
    const maker = aMaker(new URL('./no-such-worker.ts', import.meta.url));
    expect(await maker.make(native(0))).toMatchObject({ ok: false, error: { kind: 'worker-failed' } });
    expect(await maker.make(native(0))).toMatchObject({ ok: false, error: { kind: 'worker-failed' } });
  });

  it('serves what is on the screen now before what was on it earlier', async () => {
    const maker = aMaker(OBEDIENT_WORKER);
    const order: string[] = [];
    const ask = async (name: string) => {
      await maker.make(native(0));
      order.push(name);
    };
    await Promise.all([ask('running'), ask('old'), ask('new')]);
    expect(order).toEqual(['running', 'new', 'old']);
  });

  it.each([
    ['an empty frame', native(), { kind: 'no-image', detail: 'Its image data is empty.' }],
    [
      'an image that would fill the memory',
      { ...native(0), image: anImage({ rows: 65_535, columns: 65_535 }) },
      { kind: 'too-large', neededBytes: 4_294_836_225, limitBytes: 268_435_456 },
    ],
    [
      'a request that is no longer wanted',
      { ...native(0), signal: AbortSignal.abort() },
      { kind: 'cancelled' },
    ],
  ])('refuses %s without a worker', async (_, request, error) => {
    const maker = aMaker(new URL('./no-such-worker.ts', import.meta.url));
    expect(await maker.make(request)).toEqual({ ok: false, error });
    expect(warnings).toEqual([]);
  });

  it('answers everybody when it closes, and everybody who asks later', async () => {
    const maker = aMaker(OBEDIENT_WORKER, 60_000);
    const running = maker.make(native(1));
    const waiting = maker.make(native(0));
    await maker.close();
    const closed = { ok: false, error: { kind: 'closed' } };
    expect(await Promise.all([running, waiting, maker.make(native(0))])).toEqual([closed, closed, closed]);
    expect(warnings).toEqual([]);
  });
});
