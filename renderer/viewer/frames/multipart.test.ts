import { describe, expect, it } from 'vitest';
import { firstPart, parameter } from './multipart.ts';

const TYPE = 'multipart/related; type="application/octet-stream"; boundary=edge';

function body(...chunks: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  return Uint8Array.from(
    chunks.flatMap((chunk) => [...(typeof chunk === 'string' ? encoder.encode(chunk) : chunk)]),
  );
}

describe('firstPart', () => {
  it('finds the bytes and their type', () => {
    const answer = body(
      '--edge\r\nContent-Type: image/jls; transfer-syntax=1.2.840.10008.1.2.4.80\r\nContent-Length: 3\r\n\r\n',
      Uint8Array.of(1, 2, 3),
      '\r\n--edge--\r\n',
    );
    const part = firstPart(answer, TYPE);
    expect([...(part?.bytes ?? [])]).toEqual([1, 2, 3]);
    expect(parameter(part?.contentType ?? '', 'transfer-syntax')).toBe('1.2.840.10008.1.2.4.80');
  });

  it('is not misled by pixels that look like a boundary', () => {
    const pixels = body('--edge', Uint8Array.of(0, 13, 10), '--edgeless');
    const answer = body(
      '--edge\r\nContent-Type: application/octet-stream\r\n\r\n',
      pixels,
      '\r\n--edge--\r\n',
    );
    expect([...(firstPart(answer, TYPE)?.bytes ?? [])]).toEqual([...pixels]);
  });

  it('takes the first of several parts', () => {
    const answer = body('--edge\r\n\r\none\r\n--edge\r\n\r\ntwo\r\n--edge--');
    expect(new TextDecoder().decode(firstPart(answer, TYPE)?.bytes)).toBe('one');
  });

  it.each([
    { name: 'has no boundary', type: 'multipart/related', text: '--edge\r\n\r\none\r\n--edge--' },
    { name: 'was cut off', type: TYPE, text: '--edge\r\n\r\non' },
    {
      name: 'is shorter than it says',
      type: TYPE,
      text: '--edge\r\nContent-Length: 99\r\n\r\none\r\n--edge--',
    },
    { name: 'is something else', type: TYPE, text: '<html>' },
  ])('gives nothing when the answer $name', ({ type, text }) => {
    expect(firstPart(body(text), type)).toBeNull();
  });
});

describe('parameter', () => {
  it.each([
    ['application/octet-stream; transfer-syntax=1.2.3', '1.2.3'],
    ['application/octet-stream;transfer-syntax="1.2.3"', '1.2.3'],
    ['application/octet-stream', ''],
  ])('of %s is %s', (mediaType, value) => {
    expect(parameter(mediaType, 'transfer-syntax')).toBe(value);
  });
});
