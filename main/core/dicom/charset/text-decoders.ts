import { TextDecoder } from 'node:util';

const decoders = new Map<string, TextDecoder | null>();

/**
 * Decodes bytes in an encoding of the WHATWG standard. Bytes without a character become U+FFFD. A runtime built
 * without that encoding gets Latin-1: wrong letters, but every byte can still be told from another.
 */
export function decodeWith(label: string, bytes: Buffer): string {
  if (label === 'latin1') return bytes.toString('latin1');
  let decoder = decoders.get(label);
  if (decoder === undefined) {
    decoder = makeDecoder(label);
    decoders.set(label, decoder);
  }
  return decoder === null ? bytes.toString('latin1') : decoder.decode(bytes);
}

function makeDecoder(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label, { ignoreBOM: true });
  } catch (error) {
    if (error instanceof RangeError) return null; // how TextDecoder says that it does not know the encoding
    throw error;
  }
}

let strictUtf8: TextDecoder | null = null;

/** @returns null when the bytes are not UTF-8 */
export function decodeStrictUtf8(bytes: Buffer): string | null {
  strictUtf8 ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}
