import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInSlices, SLICE_LENGTH } from './parse-in-slices.ts';

const schema = z.object({ rows: z.array(z.object({ uid: z.string() })), count: z.int() });
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ uid: `1.${index}`, extra: true }));

describe('parseInSlices', () => {
  it.each([0, 1, SLICE_LENGTH, SLICE_LENGTH + 1, 3 * SLICE_LENGTH + 7])(
    'gives what safeParse gives for a list of %i',
    async (count) => {
      const value = { rows: rows(count), count };
      expect(await parseInSlices(schema, value)).toEqual({ ok: true, value: schema.parse(value) });
    },
  );

  it('refuses a long list for one bad element at its end', async () => {
    const value = { rows: [...rows(3 * SLICE_LENGTH), { uid: 7 }], count: 1 };
    expect(await parseInSlices(schema, value)).toEqual({ ok: false });
  });

  it('refuses a bad field beside a long list', async () => {
    expect(await parseInSlices(schema, { rows: rows(2 * SLICE_LENGTH), count: 'many' })).toEqual({
      ok: false,
    });
  });

  it('lets other work run between the slices', async () => {
    let didOtherWorkRun = false;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      didOtherWorkRun = true;
      channel.port1.close();
    };
    channel.port2.postMessage(null);
    await parseInSlices(schema, { rows: rows(10 * SLICE_LENGTH), count: 0 });
    expect(didOtherWorkRun).toBe(true);
  });

  it('checks what is no object as it is', async () => {
    expect(await parseInSlices(z.array(z.int()), [1, 2])).toEqual({ ok: true, value: [1, 2] });
    expect(await parseInSlices(schema, 'text')).toEqual({ ok: false });
  });
});
