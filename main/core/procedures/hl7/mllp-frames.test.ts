import { describe, expect, it } from 'vitest';
import { MllpFrames, toMllpBlock } from './mllp-frames.ts';

describe('MllpFrames', () => {
  const block = (text: string) => toMllpBlock(Buffer.from(text));
  it('finds messages however the stream was cut', () => {
    const stream = Buffer.concat([block('one'), Buffer.from('\r\n'), block('two')]);
    for (const size of [1, 2, 3, 5, 100]) {
      const frames = new MllpFrames(100);
      const found: string[] = [];
      for (let at = 0; at < stream.length; at += size) {
        const { messages, fault } = frames.push(stream.subarray(at, at + size));
        expect(fault).toBeNull();
        found.push(...messages.map(String));
      }
      expect(found).toEqual(['one', 'two']);
      expect(frames.isInside).toBe(false);
    }
  });

  it('gives up on what is no HL7 and on what does not end', () => {
    expect(new MllpFrames(100).push(Buffer.from('GET / HTTP/1.1')).fault).toBe('no-frame');
    expect(new MllpFrames(3).push(block('long')).fault).toBe('too-long');
  });
});
