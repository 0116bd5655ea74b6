import type { DicomJson } from '../dicom/dicom-json.ts';
import type { WritableElement } from '../dicom/data-set-writer.ts';
import { toTagHex } from '../dicom/tag.ts';

type JsonElement = DicomJson[string];
type JsonValue = NonNullable<JsonElement['Value']>[number];

const BINARY_NUMBERS = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD']);

/** The values of an element as text, `\` between them; empty when it is absent or a sequence. */
export function jsonText(details: DicomJson, tag: number): string {
  const element = details[toTagHex(tag)];
  if (!element?.Value || element.vr === 'SQ') return '';
  return element.Value.map(toText).join('\\');
}

/** The items of a sequence. */
export function jsonItems(details: DicomJson, tag: number): readonly DicomJson[] {
  const element = details[toTagHex(tag)];
  if (element?.vr !== 'SQ' || !element.Value) return [];
  return element.Value.filter((value): value is DicomJson => typeof value === 'object' && value !== null);
}

/** An element for a data set; null for one that is not inline. */
export function toWritable(tag: number, element: JsonElement): WritableElement | null {
  const { vr } = element;
  if (vr === 'SQ') {
    const items = (element.Value ?? []).map((item) => toWritableItem(item as DicomJson)); // items only, in a sequence
    return { tag, vr, items };
  }
  if (element.BulkDataURI !== undefined) return null;
  if (element.InlineBinary !== undefined)
    return { tag, vr, value: Buffer.from(element.InlineBinary, 'base64') };
  const values = element.Value ?? [];
  if (BINARY_NUMBERS.has(vr)) return { tag, vr, value: values.map(Number) };
  if (vr === 'AT') return { tag, vr, value: values.map((value) => Number.parseInt(toText(value), 16)) };
  if (vr === 'SV' || vr === 'UV') return { tag, vr, value: toLongs(values) };
  return { tag, vr, value: values.map(toText).join('\\') };
}

export function toWritableItem(item: DicomJson): readonly WritableElement[] {
  return Object.entries(item).flatMap(
    ([hex, element]) => toWritable(Number.parseInt(hex, 16), element) ?? [],
  );
}

function toText(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as Record<string, string>; // a name (PN)
  return `${Alphabetic}=${Ideographic}=${Phonetic}`.replace(/=+$/, '');
}

function toLongs(values: readonly JsonValue[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, index) =>
    bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(toText(value))), index * 8),
  );
  return bytes;
}
