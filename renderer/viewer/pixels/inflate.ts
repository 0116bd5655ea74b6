import { failed, loaded, type FrameResult } from '../frames/frame-failure.ts';

/** A frame of Deflated Image Frame Compression: a raw deflate stream, RFC 1951 (PS3.5 section A.4.13). */
export async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<FrameResult<Uint8Array<ArrayBuffer>>> {
  try {
    // A stream of odd length is padded with one byte, which the browser calls junk after the end: then without it.
    return loaded(await inflateAll(bytes).catch(() => inflateAll(bytes.subarray(0, -1))));
  } catch {
    return failed({ kind: 'damaged', encoding: 'deflated', detail: 'the deflate stream cannot be read' });
  }
}

async function inflateAll(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
