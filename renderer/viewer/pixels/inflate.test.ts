import { describe, expect, it } from 'vitest';
import { inflate } from './inflate.ts';

async function deflate(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe('inflate', () => {
  it('gives back what was deflated, with and without a padding byte', async () => {
    const deflated = await deflate('mask mask mask');
    for (const bytes of [deflated, Uint8Array.of(...deflated, 0)]) {
      const inflated = await inflate(bytes);
      expect(inflated.ok && new TextDecoder().decode(inflated.value)).toBe('mask mask mask');
    }
  });

  it('draws nothing from a damaged stream', async () => {
    expect(await inflate(Uint8Array.of(0xff, 0xff, 0xff))).toMatchObject({
      ok: false,
      failure: { kind: 'damaged' },
    });
  });
});
