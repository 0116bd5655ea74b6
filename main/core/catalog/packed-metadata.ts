import { promisify } from 'node:util';
import { deflateSync, inflate } from 'node:zlib';

const inflateAsync = promisify(inflate);

/**
 * Shorter texts are kept as they are: compressing the metadata of a CT image takes longer than all else that its
 * transaction does, and saves a page of the database. Longer ones, such as those of enhanced multi-frame objects with
 * thousands of items, shrink to a tenth.
 */
const PLAIN_BELOW_BYTES = 8 * 1024;
/** First byte of a JSON object. A zlib stream begins with 0x78 (RFC 1950). */
const JSON_START = 0x7b;

/** @param json an object, in JSON */
export function packMetadata(json: string): Buffer {
  const plain = Buffer.from(json);
  return plain.length < PLAIN_BELOW_BYTES ? plain : deflateSync(plain, { level: 1 });
}

/** @returns JSON in UTF-8 */
export async function unpackMetadata(packed: Buffer): Promise<Buffer> {
  return packed[0] === JSON_START ? packed : await inflateAsync(packed);
}
