/** One part of a `multipart/related` answer (RFC 2387, PS3.18 section 8.7.1). */
export interface BodyPart {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const CR = 13;
const LF = 10;
const DASH = 45;

/** @returns the first part, or null when the body is not what its content type says */
export function firstPart(body: Uint8Array<ArrayBuffer>, contentType: string): BodyPart | null {
  const boundary = parameter(contentType, 'boundary');
  if (boundary === '') return null;
  const delimiter = new TextEncoder().encode(`--${boundary}`);
  const start = indexOf(body, delimiter, 0);
  if (start < 0) return null;
  const headStart = start + delimiter.length + 2;
  const headEnd = indexOf(body, Uint8Array.of(CR, LF, CR, LF), headStart - 2);
  if (headEnd < 0) return null;
  const head = headEnd < headStart ? '' : new TextDecoder('latin1').decode(body.subarray(headStart, headEnd));
  const bytesStart = headEnd + 4;
  const declaredLength = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? Number.NaN);
  const bytesEnd = Number.isNaN(declaredLength)
    ? endOfPart(body, delimiter, bytesStart)
    : bytesStart + declaredLength;
  if (bytesEnd < 0 || bytesEnd > body.length) return null;
  return {
    contentType: /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1] ?? '',
    bytes: body.subarray(bytesStart, bytesEnd),
  };
}

/** Value of a parameter of a media type, without quotes; empty when absent. */
export function parameter(mediaType: string, name: string): string {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(mediaType);
  return found?.[1] ?? found?.[2] ?? '';
}

/** The line break before a delimiter belongs to the delimiter. Without a further delimiter the body was cut off. */
function endOfPart(body: Uint8Array, delimiter: Uint8Array, from: number): number {
  let at = indexOf(body, delimiter, from);
  while (at >= 0) {
    const next = body[at + delimiter.length];
    const isLine = body[at - 2] === CR && body[at - 1] === LF;
    if (isLine && (next === CR || next === DASH)) return at - 2;
    at = indexOf(body, delimiter, at + 1);
  }
  return -1;
}

function indexOf(body: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = body.indexOf(first, from); at >= 0; at = body.indexOf(first, at + 1)) {
    if (wanted.every((byte, offset) => body[at + offset] === byte)) return at;
  }
  return -1;
}
