import { describe, expect, it } from 'vitest';
import { describeOperation, describeStored, toWishes } from './call-words.ts';

describe('the words for a call', () => {
  it.each([
    { rights: ['query'], words: 'search' },
    { rights: ['query', 'retrieve'], words: 'search and fetch images' },
    {
      rights: ['store', 'query', 'worklist'],
      words: 'send images, search and ask for the worklist',
    },
  ] as const)('say that it wanted to $words', ({ rights, words }) => {
    expect(toWishes(rights)).toBe(words);
  });

  it.each([
    { stored: 1, failed: 0, words: 'sent 1 image. It is stored.', result: 'done' },
    { stored: 36, failed: 0, words: 'sent 36 images. All are stored.', result: 'done' },
    { stored: 3, failed: 1, words: 'sent 4 images. 1 of them is not stored.', result: 'problem' },
    { stored: 0, failed: 1, words: 'sent 1 image. It is not stored.', result: 'problem' },
  ])('say: $words', ({ stored, failed, words, result }) => {
    expect(describeStored(stored, failed)).toEqual({ result, words });
  });

  it.each([
    ['Modality Worklist (FIND)', 'C-FIND', 0x0000, 4, 'asked for its worklist and got 4 entries.'],
    ['Study Root Query (FIND)', 'C-FIND', 0x0000, 1, 'searched and got 1 answer.'],
    ['Study Root Query (FIND)', 'C-FIND', 0xfe00, 9, 'searched, then stopped that itself.'],
    ['Study Root Query (MOVE)', 'C-MOVE', 0x0000, 24, 'fetched images: 24 images went out.'],
    ['Study Root Query (MOVE)', 'C-MOVE', 0xb000, 23, 'fetched images: 23 images went out, but not all.'],
    [
      'Study Root Query (MOVE)',
      'C-MOVE',
      0xa801,
      0,
      'wanted to fetch images. That ended with status 0xA801.',
    ],
    ['Storage Commitment', 'N-ACTION', 0x0000, 0, 'asked whether its images are kept.'],
    [
      'Procedure Step',
      'N-SET',
      0x0110,
      0,
      'wanted to report an examination step. That ended with status 0x0110.',
    ],
  ])('of %s (%s), ended with %i, say so', (service, operation, status, count, words) => {
    expect(describeOperation({ service, operation, status, count }).words).toBe(words);
  });
});
