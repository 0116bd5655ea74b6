import { describe, expect, it } from 'vitest';
import { explainStatus, isStored } from './status.ts';

describe('isStored', () => {
  it.each([0x0000, 0x0001, 0xb000, 0xb006, 0xb007])('counts success and warning %i as kept', (status) => {
    expect(isStored(status)).toBe(true);
  });

  it.each([0x0110, 0x0122, 0xa700, 0xa900, 0xc000, 0xfe00])('does not count failure %i as kept', (status) => {
    expect(isStored(status)).toBe(false);
  });
});

describe('explainStatus', () => {
  it.each([
    [0x0000, 'kept'],
    [0xb000, 'kept, with a remark'],
    [0xa702, 'it has no room or cannot write now'],
    [0xa900, 'it finds that the object is not what was announced'],
    [0xc123, 'it cannot understand the object'],
    [0x0122, 'it does not take this kind of object'],
    [0x0fff, 'it answered with status 0x0FFF'],
  ])('says what status %i means', (status, words) => {
    expect(explainStatus(status)).toBe(words);
  });
});
