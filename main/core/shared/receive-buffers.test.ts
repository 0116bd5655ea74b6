import { describe, expect, it } from 'vitest';
import { giveBack, ReceiveBuffer } from './receive-buffers.ts';

/** As a socket does: puts `text` into the space and takes what was read. */
function read(from: ReceiveBuffer, text: string): Buffer {
  from.space().write(text, 'latin1');
  return from.take(text.length);
}

describe('a receive buffer', () => {
  it('hands on what was read, piece behind piece', () => {
    const received = new ReceiveBuffer();
    const first = read(received, 'first');
    const second = read(received, 'second');
    expect([first.toString(), second.toString()]).toEqual(['first', 'second']);
    received.release();
  });

  it('keeps bytes that nobody gave back unchanged, however much comes after', () => {
    const received = new ReceiveBuffer();
    const kept = read(received, 'kept');
    for (let index = 0; index < 2_000; index += 1) giveBack(read(received, 'x'.repeat(10_000)));
    expect(kept.toString()).toBe('kept');
    received.release();
  });

  it('uses memory again once all of it was given back', () => {
    const received = new ReceiveBuffer();
    const memories = new Set<ArrayBufferLike>();
    for (let index = 0; index < 2_000; index += 1) {
      const bytes = read(received, 'x'.repeat(10_000));
      memories.add(bytes.buffer);
      giveBack(bytes.subarray(0, 4_000));
      giveBack(bytes.subarray(4_000));
    }
    received.release();
    expect(memories.size).toBeLessThan(5);
  });

  it('says so when bytes are given back twice', () => {
    const received = new ReceiveBuffer();
    const bytes = read(received, 'once');
    giveBack(bytes);
    expect(() => {
      giveBack(bytes);
    }).toThrow('twice');
    received.release();
  });

  it('leaves memory alone that is none of its own', () => {
    expect(() => {
      giveBack(Buffer.alloc(10));
    }).not.toThrow();
  });
});
