import { describe, expect, it } from 'vitest';
import { fetchWithDeadline } from './fetch-with-deadline.ts';

const options = { accept: '*/*', deadlineMs: 60_000 };

function answering(response: Response): typeof fetch {
  return () => Promise.resolve(response);
}

/** A core that never answers; like the browser's own fetch it heeds the signal. */
const silent: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    const give = () => reject(new DOMException('stopped', 'AbortError'));
    if (init?.signal?.aborted) give();
    init?.signal?.addEventListener('abort', give);
  });

describe('fetchWithDeadline', () => {
  it('gives bytes and their type', async () => {
    const response = new Response('abc', { headers: { 'Content-Type': 'image/jls' } });
    const answer = await fetchWithDeadline('/x', options, answering(response));
    expect(answer).toMatchObject({ ok: true, value: { contentType: 'image/jls' } });
    expect(answer.ok && new TextDecoder().decode(answer.value.bytes)).toBe('abc');
  });

  it.each([
    { status: 401, body: '', failure: { kind: 'refused', status: 401 } },
    { status: 404, body: 'no', failure: { kind: 'gone' } },
    {
      status: 500,
      body: 'The disk does not answer.',
      failure: { kind: 'core', message: 'The disk does not answer.' },
    },
    { status: 500, body: '{"message":"Say \\"so\\"."}', failure: { kind: 'core', message: 'Say "so".' } },
    { status: 502, body: '<html>Bad gateway</html>', failure: { kind: 'core', message: '' } },
  ])('tells what a $status means', async ({ status, body, failure }) => {
    const answer = await fetchWithDeadline('/x', options, answering(new Response(body, { status })));
    expect(answer).toMatchObject({ ok: false, failure });
  });

  it('gives up on a core that never answers', async () => {
    const answer = await fetchWithDeadline('/x', { ...options, deadlineMs: 1 }, silent);
    expect(answer).toEqual({ ok: false, failure: { kind: 'late', step: 'fetch', afterMs: 1 } });
  });

  it('says unreachable when the line is broken, also in the middle of the answer', async () => {
    const broken: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    const torn = new ReadableStream({
      pull: (controller) => {
        controller.error(new TypeError('network error'));
      },
    });
    const unreachable = { ok: false, failure: { kind: 'unreachable' } };
    expect(await fetchWithDeadline('/x', options, broken)).toEqual(unreachable);
    expect(await fetchWithDeadline('/x', options, answering(new Response(torn)))).toEqual(unreachable);
  });

  it('says aborted when the person went on', async () => {
    const controller = new AbortController();
    const waiting = fetchWithDeadline('/x', { ...options, signal: controller.signal }, silent);
    controller.abort();
    expect(await waiting).toEqual({ ok: false, failure: { kind: 'aborted' } });
  });
});
