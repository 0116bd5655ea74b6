import { describe, expect, it } from 'vitest';
import { isLasting, toPlainWords, type ThumbnailError } from './thumbnail-error.ts';

describe('ThumbnailError', () => {
  it.each<[ThumbnailError, string, boolean]>([
    [
      { kind: 'no-image', detail: 'Its image data is empty.' },
      'There is no picture of it. Its image data is empty.',
      true,
    ],
    [
      { kind: 'cannot-decode', detail: 'Its RLE data stops early.' },
      'This image cannot be decoded. Its RLE data stops early.',
      true,
    ],
    [
      { kind: 'too-large', neededBytes: 4_294_836_225, limitBytes: 268_435_456 },
      'This image needs 4295 MB in memory. The limit for small pictures is 269 MB.',
      true,
    ],
    [
      { kind: 'timed-out', deadlineMs: 5000 },
      'Decoding this image took longer than 5 s and was stopped.',
      false,
    ],
    [
      { kind: 'worker-failed', detail: 'TypeError' },
      'The decoder stopped while it worked on this image.',
      false,
    ],
    [{ kind: 'busy' }, 'Too many pictures were asked for at once. Ask again.', false],
    [{ kind: 'cancelled' }, 'The picture is no longer wanted.', false],
    [{ kind: 'closed' }, 'Bucky is stopping.', false],
  ])('says %j as "%s"', (error, words, lasting) => {
    expect(toPlainWords(error)).toBe(words);
    expect(isLasting(error)).toBe(lasting);
  });
});
