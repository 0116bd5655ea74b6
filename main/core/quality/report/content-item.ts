import type { WritableElement } from '../../dicom/data-set-writer.ts';

/** A concept by code (PS3.3 section 8.8). */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** How an item stands to the one that holds it (PS3.3 section C.17.3.2.4). */
export type Relationship =
  'CONTAINS' | 'HAS PROPERTIES' | 'INFERRED FROM' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD';

export type ContentItem = readonly WritableElement[];

/** Content items of a structured report (PS3.3 section C.17.3). Text is in any script: the writer finds the character set. */
export function textItem(relationship: Relationship, name: Code, text: string): ContentItem {
  return [...head(relationship, 'TEXT', name), { tag: 0x0040_a160, vr: 'UT', value: text }];
}

export function codeItem(relationship: Relationship, name: Code, value: Code): ContentItem {
  return [...head(relationship, 'CODE', name), codeSequence(0x0040_a168, value)];
}

/** @param unit a UCUM code, such as `1` for a plain number */
export function numberItem(relationship: Relationship, name: Code, value: number, unit: Code): ContentItem {
  const measured: readonly WritableElement[] = [
    codeSequence(0x0040_08ea, unit),
    { tag: 0x0040_a30a, vr: 'DS', value: toDecimalString(value) },
  ];
  return [...head(relationship, 'NUM', name), { tag: 0x0040_a300, vr: 'SQ', items: [measured] }];
}

export function imageItem(
  relationship: Relationship,
  reference: {
    readonly sopClassUid: string;
    readonly sopInstanceUid: string;
    readonly frameNumber: number | null;
  },
): ContentItem {
  const referenced: WritableElement[] = [
    { tag: 0x0008_1150, vr: 'UI', value: reference.sopClassUid },
    { tag: 0x0008_1155, vr: 'UI', value: reference.sopInstanceUid },
  ];
  if (reference.frameNumber !== null)
    referenced.push({ tag: 0x0008_1160, vr: 'IS', value: String(reference.frameNumber) });
  return [
    { tag: 0x0040_a010, vr: 'CS', value: relationship },
    { tag: 0x0040_a040, vr: 'CS', value: 'IMAGE' },
    { tag: 0x0008_1199, vr: 'SQ', items: [referenced] },
  ];
}

/** @param relationship null for the root of the tree, which has none */
export function container(
  relationship: Relationship | null,
  name: Code,
  content: readonly ContentItem[],
): ContentItem {
  const elements: WritableElement[] = [
    ...head(relationship, 'CONTAINER', name),
    { tag: 0x0040_a050, vr: 'CS', value: 'SEPARATE' },
  ];
  if (content.length > 0) elements.push({ tag: 0x0040_a730, vr: 'SQ', items: content });
  return elements;
}

function head(relationship: Relationship | null, valueType: string, name: Code): WritableElement[] {
  const type: WritableElement = { tag: 0x0040_a040, vr: 'CS', value: valueType };
  const concept = codeSequence(0x0040_a043, name);
  if (relationship === null) return [type, concept];
  return [{ tag: 0x0040_a010, vr: 'CS', value: relationship }, type, concept];
}

function codeSequence(tag: number, { value, scheme, meaning }: Code): WritableElement {
  const code: readonly WritableElement[] = [
    { tag: 0x0008_0100, vr: 'SH', value },
    { tag: 0x0008_0102, vr: 'SH', value: scheme },
    { tag: 0x0008_0104, vr: 'LO', value: meaning },
  ];
  return { tag, vr: 'SQ', items: [code] };
}

/** At most 16 characters (PS3.5 section 6.2). */
function toDecimalString(value: number): string {
  return String(Number(value.toPrecision(8)));
}
