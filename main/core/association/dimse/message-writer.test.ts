import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PduStream, type PduConsumer } from '../pdu/pdu-stream.ts';
import { chooseMaxPduBytes, MessageWriter, type MessageOutlet, type MessageShape } from './message-writer.ts';

const COMMAND = Buffer.from('a command of 24 bytes ..');

/** Keeps what is written. Says that it is full after each write, as a slow peer would. */
class FakeOutlet implements MessageOutlet {
  readonly writes: Buffer[] = [];
  readonly needsDrain = true;
  drains = 0;
  isOver = false;

  sendData(...parts: readonly Buffer[]): boolean {
    if (!this.isOver) this.writes.push(Buffer.concat(parts));
    return !this.isOver;
  }
  get pdus(): readonly Buffer[] {
    return splitPdus(Buffer.concat(this.writes));
  }
  async onceDrained(): Promise<void> {
    this.drains += 1;
  }
}

/** By the length in each header (PS3.8 section 9.3.5). */
function splitPdus(bytes: Buffer): readonly Buffer[] {
  if (bytes.length === 0) return [];
  const end = 6 + bytes.readUInt32BE(2);
  return [bytes.subarray(0, end), ...splitPdus(bytes.subarray(end))];
}

/** Reads PDUs back with the product's own receiving side, which other tests hold against real bytes. */
function readBack(pdus: readonly Buffer[], maxPduBytes: number) {
  let kind = '';
  let pdvsInPdu = 0;
  const found = { command: '', data: '', lastMarks: [] as string[], pdvsPerPdu: [] as number[], faults: 0 };
  const consumer: PduConsumer = {
    onControlPdu: () => undefined,
    onDataPdu: () => {
      pdvsInPdu = found.pdvsPerPdu.push(0);
    },
    onPdvStart: (contextId, isCommand) => {
      expect(contextId).toBe(7);
      kind = isCommand ? 'command' : 'data';
      found.pdvsPerPdu[pdvsInPdu - 1] = (found.pdvsPerPdu[pdvsInPdu - 1] ?? 0) + 1;
    },
    onFragment: (slice) => {
      if (kind === 'command') found.command += slice.toString('latin1');
      else found.data += slice.toString('latin1');
    },
    onPdvEnd: (isLast) => {
      if (isLast) found.lastMarks.push(kind);
    },
    onFault: () => {
      found.faults += 1;
    },
  };
  const stream = new PduStream(consumer, maxPduBytes);
  for (const pdu of pdus) stream.push(pdu);
  return found;
}

async function write(shape: MessageShape, slices: readonly Buffer[], outlet = new FakeOutlet()) {
  const writer = new MessageWriter(outlet, 7, shape);
  writer.writeCommand(COMMAND, true);
  for (const slice of slices) await writer.writeData(slice);
  await writer.endData();
  return outlet;
}

describe('MessageWriter', () => {
  it('keeps every byte and every limit in any shape', async () => {
    const shape = fc.record({
      maxPduBytes: fc.integer({ min: 128, max: 700 }),
      pdvsPerPdu: fc.integer({ min: 1, max: 6 }),
      joinsCommandAndData: fc.boolean(),
    });
    const slices = fc.array(
      fc.uint8Array({ maxLength: 900 }).map((array) => Buffer.from(array)),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(shape, slices, async (asked, given) => {
        const outlet = await write(asked, given);
        const found = readBack(outlet.pdus, asked.maxPduBytes);
        expect(found.faults).toBe(0);
        expect(found.command).toBe(COMMAND.toString('latin1'));
        expect(found.data).toBe(Buffer.concat(given).toString('latin1'));
        expect(found.lastMarks).toEqual(['command', 'data']);
        expect(Math.max(...found.pdvsPerPdu)).toBeLessThanOrEqual(asked.pdvsPerPdu + 1);
      }),
    );
  });

  it('fills each PDU to the maximum with one fragment, and sends the command by itself', async () => {
    const shape = { maxPduBytes: 256, pdvsPerPdu: 1, joinsCommandAndData: false };
    const outlet = await write(shape, [Buffer.alloc(600)]);
    expect(outlet.pdus.map((pdu) => pdu.length)).toEqual([36, 262, 262, 112]);
  });

  it('puts the command and the data set into one PDU where that is asked for', async () => {
    const shape = { maxPduBytes: 256, pdvsPerPdu: 4, joinsCommandAndData: true };
    const outlet = await write(shape, [Buffer.alloc(20)]);
    expect(readBack(outlet.pdus, 256).pdvsPerPdu).toEqual([2]);
  });

  it('marks the last full fragment as the last instead of adding an empty one', async () => {
    const shape = { maxPduBytes: 256, pdvsPerPdu: 1, joinsCommandAndData: false };
    const outlet = await write(shape, [Buffer.alloc(250)]);
    expect(readBack(outlet.pdus, 256).pdvsPerPdu).toEqual([1, 1]);
  });

  it('sends an empty data set as one empty last fragment', async () => {
    const outlet = await write({ maxPduBytes: 256, pdvsPerPdu: 1, joinsCommandAndData: false }, []);
    expect(readBack(outlet.pdus, 256)).toMatchObject({ data: '', lastMarks: ['command', 'data'] });
  });

  it('writes an image with its command at once, and a large object in parts, waiting for a slow peer after each', async () => {
    const shape = { maxPduBytes: 16_384, pdvsPerPdu: 1, joinsCommandAndData: false };
    const small = await write(shape, [Buffer.alloc(300_000), Buffer.alloc(300_000)]);
    expect(small.writes.map(({ length }) => length)).toEqual([600_000 + 37 * 12 + COMMAND.length + 12]);
    const large = await write(
      shape,
      Array.from({ length: 10 }, () => Buffer.alloc(600_000)),
    );
    expect(Math.max(...large.writes.map(({ length }) => length))).toBeLessThan(2_000_000);
    expect(large.drains).toBe(large.writes.length);
  });

  it('says so when the association is over', async () => {
    const outlet = new FakeOutlet();
    outlet.isOver = true;
    const writer = new MessageWriter(outlet, 7, {
      maxPduBytes: 256,
      pdvsPerPdu: 1,
      joinsCommandAndData: false,
    });
    writer.writeCommand(COMMAND, true);
    expect(await writer.writeData(Buffer.alloc(2_000_000))).toBe(false);
    expect(await writer.endData()).toBe(false);
  });
});

describe('chooseMaxPduBytes', () => {
  it.each([
    ['no limit', 0, 131_072],
    ['nothing said', null, 16_384],
    ['less than we like', 4_096, 4_096],
    ['more than we like', 1_000_000, 131_072],
    ['next to nothing', 1, 128],
  ])('with %s from the peer', (_what, offered, chosen) => {
    expect(chooseMaxPduBytes(offered, 131_072)).toBe(chosen);
  });
});
