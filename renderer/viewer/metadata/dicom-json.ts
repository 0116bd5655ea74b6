/** One element of the DICOM JSON model (PS3.18 Annex F.2.2). `Value` is checked by whoever reads it. */
export interface DicomJsonElement {
  readonly vr: string;
  readonly Value?: readonly unknown[];
  /** Base64. */
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}

/** Elements by tag, eight upper-case hex digits. */
export type DicomJsonDataSet = Readonly<Record<string, DicomJsonElement>>;

/** @returns the data sets of a metadata answer; what is no data set is left out */
export function parseDicomJson(answer: unknown): readonly DicomJsonDataSet[] {
  const items = Array.isArray(answer) ? answer : [answer];
  return items.filter(isDataSet);
}

function isDataSet(item: unknown): item is DicomJsonDataSet {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

/** Numbers of a DS, IS or binary element. DS and IS may stand as text (PS3.18 F.2.3.1); what is no number is left out. */
export function readNumbers(dataSet: DicomJsonDataSet, tag: string): readonly number[] {
  return values(dataSet, tag)
    .map((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value))
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

export function readNumber(dataSet: DicomJsonDataSet, tag: string): number | undefined {
  return readNumbers(dataSet, tag)[0];
}

export function readTexts(dataSet: DicomJsonDataSet, tag: string): readonly string[] {
  return values(dataSet, tag)
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map((value) => String(value).trim());
}

/** First value; empty when absent. */
export function readText(dataSet: DicomJsonDataSet, tag: string): string {
  return readTexts(dataSet, tag)[0] ?? '';
}

export function readItems(dataSet: DicomJsonDataSet, tag: string): readonly DicomJsonDataSet[] {
  return values(dataSet, tag).filter(isDataSet);
}

/**
 * Bytes of an OB or OW element that stands inline, in little endian; or the numbers of a US or SS element as
 * 16-bit words in the same order. Undefined when absent or left out as bulk data.
 */
export function readBytes(dataSet: DicomJsonDataSet, tag: string): Uint8Array | undefined {
  const inline = dataSet[tag]?.InlineBinary;
  if (typeof inline === 'string') return Uint8Array.from(atob(inline), (char) => char.charCodeAt(0));
  const numbers = readNumbers(dataSet, tag);
  if (numbers.length === 0) return undefined;
  const bytes = new Uint8Array(numbers.length * 2);
  const view = new DataView(bytes.buffer);
  numbers.forEach((value, index) => {
    view.setUint16(index * 2, value & 0xffff, true);
  });
  return bytes;
}

function values(dataSet: DicomJsonDataSet, tag: string): readonly unknown[] {
  const value = dataSet[tag]?.Value;
  return Array.isArray(value) ? value : [];
}
