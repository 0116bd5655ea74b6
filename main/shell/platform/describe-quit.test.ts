import { describe, expect, it } from 'vitest';
import { describeQuit } from './describe-quit.ts';

describe('describeQuit', () => {
  it('says how many devices are cut off', () => {
    expect(describeQuit(1)).toMatch(/^One device is sending at this moment\./);
    expect(describeQuit(3)).toMatch(/^3 devices are sending at this moment\./);
  });

  it('promises nothing about senders that it does not know of', () => {
    expect(describeQuit(0)).not.toMatch(/sending/);
    expect(describeQuit(null)).toBe(
      'Until Bucky runs again, modalities get no answer and keep their images.',
    );
  });
});
