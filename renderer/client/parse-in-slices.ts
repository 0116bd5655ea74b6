import { z } from 'zod';

/** So many elements are checked between two chances to draw: about 5 ms on a slow PC. */
export const SLICE_LENGTH = 200;

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/**
 * Checks a value with a schema without holding up the window: a long list directly inside an object is checked in
 * slices, with the event loop running in between. The outcome is the same as that of `safeParse`.
 */
export async function parseInSlices(schema: z.ZodType, value: unknown): Promise<Parsed> {
  if (!(schema instanceof z.ZodObject) || !isRecord(value)) return parse(schema, value);
  const longLists = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, part]) => {
    const list = value[key];
    const isLong = part instanceof z.ZodArray && Array.isArray(list) && list.length > SLICE_LENGTH;
    return isLong ? [{ key, element: part.element as z.ZodType, list: list as unknown[] }] : [];
  });
  if (longLists.length === 0) return parse(schema, value);
  const emptied = Object.fromEntries(longLists.map(({ key }) => [key, []]));
  const whole = parse(schema, { ...value, ...emptied });
  if (!whole.ok) return whole;
  const filled: Record<string, unknown> = { ...(whole.value as Record<string, unknown>) }; // parsed by an object schema
  for (const { key, element, list } of longLists) {
    const elements = await parseList(element, list);
    if (!elements) return { ok: false };
    filled[key] = elements;
  }
  return { ok: true, value: filled };
}

async function parseList(element: z.ZodType, list: readonly unknown[]): Promise<unknown[] | null> {
  const schema = z.array(element);
  const elements: unknown[] = [];
  for (let start = 0; start < list.length; start += SLICE_LENGTH) {
    if (start > 0) await nextTask();
    const slice = schema.safeParse(list.slice(start, start + SLICE_LENGTH));
    if (!slice.success) return null;
    elements.push(...slice.data);
  }
  return elements;
}

function parse(schema: z.ZodType, value: unknown): Parsed {
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel(); // a timer would wait 4 ms after the fifth in a row
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}
