import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PduFault } from './pdu-fault.ts';
import { PduStream, type PduConsumer } from './pdu-stream.ts';

const MAX_DATA_PDU_BYTES = 1_000;

/** Notes what a stream finds; fragments are joined until their PDV ends. */
class Notebook implements PduConsumer {
  readonly lines: string[] = [];
  fault: PduFault | null = null;
  onFragmentSeen: () => void = () => undefined;
  #fragment = '';

  onControlPdu(type: number, body: Buffer): void {
    this.lines.push(`pdu ${type}: ${body.toString('hex')}`);
  }
  onDataPdu(): void {
    this.lines.push('data');
  }
  onPdvStart(contextId: number, isCommand: boolean): void {
    this.lines.push(`${isCommand ? 'command' : 'data set'} in ${contextId}`);
  }
  onFragment(slice: Buffer): void {
    this.#fragment += slice.toString('latin1');
    this.onFragmentSeen();
  }
  onPdvEnd(isLast: boolean): void {
    this.lines.push(`${this.#fragment}${isLast ? ' (last)' : ''}`);
    this.#fragment = '';
  }
  onFault(fault: PduFault): void {
    this.fault = fault;
  }
}

function aStream() {
  const notebook = new Notebook();
  return { notebook, stream: new PduStream(notebook, MAX_DATA_PDU_BYTES) };
}

const RELEASE_REQUEST = Buffer.from('05000000000400000000', 'hex');
/** One P-DATA-TF with a whole command of three bytes and the first two fragments of a data set, one of them empty. */
const THREE_PDVS = Buffer.concat([
  Buffer.from('040000000019', 'hex'),
  Buffer.from('000000050103', 'hex'),
  Buffer.from('abc'),
  Buffer.from('000000060100', 'hex'),
  Buffer.from('data'),
  Buffer.from('000000020100', 'hex'),
]);
const EXPECTED = ['data', 'command in 1', 'abc (last)', 'data set in 1', 'data', 'data set in 1', ''];

describe('PduStream', () => {
  it('finds the same PDUs and fragments however the bytes are cut', () => {
    const bytes = Buffer.concat([THREE_PDVS, RELEASE_REQUEST, THREE_PDVS]);
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 40 });
    fc.assert(
      fc.property(cuts, (offsets) => {
        const { stream, notebook } = aStream();
        const sorted = [0, ...offsets.toSorted((a, b) => a - b), bytes.length];
        for (const [index, from] of sorted.slice(0, -1).entries()) {
          const chunk = bytes.subarray(from, sorted[index + 1]);
          if (chunk.length > 0) stream.push(chunk);
        }
        expect(notebook.lines).toEqual([...EXPECTED, 'pdu 5: 00000000', ...EXPECTED]);
        expect(stream.isInsidePdu).toBe(false);
      }),
    );
  });

  it('hands fragments on before the PDU is complete, as views of the chunk', () => {
    const { stream, notebook } = aStream();
    const chunk = Buffer.from('040000000100000000fa0100aa', 'hex');
    let seen = 0;
    notebook.onFragmentSeen = () => {
      seen += 1;
    };
    stream.push(chunk);
    expect(seen).toBe(1);
    expect(stream.isInsidePdu).toBe(true);
  });

  it('delivers nothing while it is held, then everything in order', () => {
    const { stream, notebook } = aStream();
    notebook.onFragmentSeen = () => {
      notebook.onFragmentSeen = () => undefined;
      stream.hold();
    };
    stream.push(Buffer.concat([THREE_PDVS, RELEASE_REQUEST]));
    stream.push(RELEASE_REQUEST);
    expect(notebook.lines).toEqual(['data', 'command in 1']);
    expect(stream.isBlocked).toBe(true);
    stream.release();
    expect(notebook.lines).toEqual([...EXPECTED, 'pdu 5: 00000000', 'pdu 5: 00000000']);
  });

  it('ends a fragment that was held at its last byte without waiting for more bytes', () => {
    const { stream, notebook } = aStream();
    notebook.onFragmentSeen = () => stream.hold();
    stream.push(Buffer.from('0400000000070000000301036e', 'hex'));
    stream.release();
    expect(notebook.lines).toEqual(['data', 'command in 1', 'n (last)']);
  });

  it('needs as many releases as holds', () => {
    const { stream, notebook } = aStream();
    stream.hold();
    stream.hold();
    stream.push(RELEASE_REQUEST);
    stream.release();
    expect(notebook.lines).toEqual([]);
    stream.release();
    expect(notebook.lines).toEqual(['pdu 5: 00000000']);
  });

  it('says nothing more once it is stopped, not even what it was given before', () => {
    const { stream, notebook } = aStream();
    stream.hold();
    stream.push(RELEASE_REQUEST);
    stream.stop();
    stream.release();
    stream.push(RELEASE_REQUEST);
    expect(notebook.lines).toEqual([]);
  });

  it.each([
    ['a control PDU of 4 GB, at its sixth byte', '0100ffffffff', 6],
    ['a P-DATA-TF longer than offered', '0400000003e9', 6],
    ['an unknown type', '0900000000040000', 1],
    ['an empty P-DATA-TF', '040000000000', 6],
    ['an A-RELEASE-RQ that is too short', '0500000000020000', 6],
    ['a fragment that reaches beyond its PDU', '040000000008000000070100aabb', 6],
    ['a fragment shorter than its own header', '040000000006000000010100', 6],
    ['bytes left over after the last fragment', '040000000009000000020100aabbcc', 6],
  ])('refuses %s', (_what, hex, reason) => {
    const { stream, notebook } = aStream();
    stream.push(Buffer.from(hex, 'hex'));
    expect(notebook.fault).toMatchObject({ source: 'service-provider', reason });
    expect(stream.isStopped).toBe(true);
  });

  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['TLS', Buffer.from('160301020001000', 'hex')],
  ])('says in plain words that it was %s', (protocol, bytes) => {
    const { stream, notebook } = aStream();
    stream.push(bytes);
    expect(notebook.fault?.detail).toContain(protocol);
  });

  it('never throws and never delivers more than came, whatever comes', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    const dataPdus = fc.array(bytes).map((parts) => {
      const body = Buffer.concat(parts);
      const header = Buffer.from('040000000000', 'hex');
      header.writeUInt32BE(body.length, 2);
      return Buffer.concat([header, body]);
    });
    fc.assert(
      fc.property(fc.oneof(bytes, dataPdus), (input) => {
        const { stream, notebook } = aStream();
        if (input.length > 0) stream.push(input);
        expect(notebook.lines.join('').length).toBeLessThanOrEqual(input.length * 20 + 20);
      }),
    );
  });
});
