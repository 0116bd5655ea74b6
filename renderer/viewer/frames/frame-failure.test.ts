import { describe, expect, it } from 'vitest';
import { failureWords, toFailure, type FrameFailure } from './frame-failure.ts';

const failures: readonly FrameFailure[] = [
  { kind: 'aborted' },
  { kind: 'unreachable' },
  { kind: 'late', step: 'fetch', afterMs: 15_000 },
  { kind: 'late', step: 'decode', afterMs: 10_000 },
  { kind: 'refused', status: 401 },
  { kind: 'gone' },
  { kind: 'core', status: 500, message: '' },
  { kind: 'cut-short', encoding: 'JPEG 2000', byteLength: 10, neededBytes: 20 },
  { kind: 'damaged', encoding: 'JPEG-LS', detail: 'bad marker' },
  { kind: 'no-decoder', encoding: 'JPEG 2000', detail: 'CompileError' },
  { kind: 'unsupported', what: 'a video' },
  { kind: 'incomplete-header', missing: 'the size of the image' },
];

describe('failureWords', () => {
  it.each(failures)('names the image and gives a cause in whole sentences ($kind)', (failure) => {
    const words = failureWords(failure, 'Image 17', 'CT-1');
    expect(words.title).toMatch(/^Image 17 .*\.$/);
    expect(words.cause).toMatch(/^[A-Z].*\.$/);
    expect(`${words.title} ${words.cause}`).not.toMatch(/please|oops|successfully|!/i);
    expect(words.code).not.toBe('');
  });

  it('says whose side damaged data is on', () => {
    const damaged = { kind: 'damaged', encoding: 'JPEG', detail: '' } as const;
    expect(failureWords(damaged, 'Image 2', 'DX room 1').cause).toContain('as it came from DX room 1');
    expect(failureWords(damaged, 'Image 2', '').cause).toContain('as it was received');
  });

  it('does not invite to try again what cannot work', () => {
    expect(failureWords({ kind: 'unsupported', what: 'a video' }, 'Image 1', '').isWorthRetrying).toBe(false);
    expect(failureWords({ kind: 'unreachable' }, 'Image 1', '').isWorthRetrying).toBe(true);
  });
});

describe('toFailure', () => {
  it('knows an abort and calls the rest damaged', () => {
    expect(toFailure(new DOMException('stop', 'AbortError'))).toEqual({ kind: 'aborted' });
    expect(toFailure('wasm trap')).toEqual({ kind: 'damaged', encoding: 'pixel', detail: 'wasm trap' });
  });
});
