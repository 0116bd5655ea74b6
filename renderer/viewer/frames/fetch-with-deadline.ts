import { failed, loaded, type FrameResult } from './frame-failure.ts';

export interface FetchOptions {
  readonly accept: string;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a person would not read to the end. */
const LONGEST_MESSAGE = 300;

/**
 * Fetches the whole body within the deadline. Never rejects.
 *
 * @param get the browser's own, or a core that a test plays
 */
export async function fetchWithDeadline(
  url: string,
  options: FetchOptions,
  get: typeof fetch = fetch,
): Promise<FrameResult<Answer>> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort();
  }, options.deadlineMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline.signal]) : deadline.signal;
  try {
    const response = await get(url, {
      headers: { Accept: options.accept },
      signal,
      credentials: 'same-origin',
    });
    if (!response.ok) return await refusal(response);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return loaded({ contentType: response.headers.get('Content-Type') ?? '', bytes });
  } catch {
    // fetch rejects with a TypeError for every kind of broken line; the signals tell the rest.
    if (options.signal?.aborted) return failed({ kind: 'aborted' });
    if (deadline.signal.aborted) return failed({ kind: 'late', step: 'fetch', afterMs: options.deadlineMs });
    return failed({ kind: 'unreachable' });
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(response: Response): Promise<FrameResult<never>> {
  const { status } = response;
  if (status === 401 || status === 403) return failed({ kind: 'refused', status });
  if (status === 404 || status === 410) return failed({ kind: 'gone' });
  return failed({ kind: 'core', status, message: plainMessage(await response.text()) });
}

/** The core explains itself in one plain sentence, alone or as `message` of a JSON object; anything else is not for people. */
function plainMessage(body: string): string {
  const text = body.trim();
  if (text.startsWith('{')) {
    const found = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
    return found === undefined ? '' : String(JSON.parse(found)).slice(0, LONGEST_MESSAGE);
  }
  return text.startsWith('<') ? '' : text.slice(0, LONGEST_MESSAGE);
}
