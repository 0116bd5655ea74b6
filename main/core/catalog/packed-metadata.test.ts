import { describe, expect, it } from 'vitest';
import { packMetadata, unpackMetadata } from './packed-metadata.ts';

describe('packed metadata', () => {
  it.each([
    { what: 'a short text', json: JSON.stringify({ '00100010': 'Müller' }), isPlain: true },
    { what: 'a long text', json: JSON.stringify({ items: Array(5_000).fill('0.5\\0.5') }), isPlain: false },
  ])('gives $what back byte for byte', async ({ json, isPlain }) => {
    const packed = packMetadata(json);
    expect((await unpackMetadata(packed)).toString()).toBe(json);
    expect(packed.length === Buffer.byteLength(json)).toBe(isPlain);
    if (!isPlain) expect(packed.length).toBeLessThan(json.length / 10);
  });
});
