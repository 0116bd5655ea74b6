import { parseCharacterSet } from '../../dicom/charset/character-set.ts';
import { parseDataSet } from '../../dicom/parse-data-set.ts';
import { TAG } from '../../dicom/tag.ts';

/** Text of one answer's elements. */
export interface Answer {
  /** The whole value, padding removed; empty when it is not there. */
  text(tag: number): string;
  /** Null when it is not there or no number. */
  count(tag: number): number | null;
}

/** @returns null for an answer that cannot be read */
export function readAnswer(identifier: Buffer, transferSyntaxUid: string): Answer | null {
  const parsed = parseDataSet(identifier, transferSyntaxUid);
  if (!parsed.ok) return null;
  const { elements } = parsed.value;
  const declared = elements.get(TAG.specificCharacterSet)?.value?.toString('latin1') ?? '';
  const characterSet = parseCharacterSet(declared);
  const text = (tag: number) => {
    const element = elements.get(tag);
    if (!element?.value) return '';
    const shape = element.vr === 'PN' ? 'names' : 'values';
    return characterSet
      .decode(element.value, shape)
      .replace(/[\0 ]+$/, '')
      .trimStart();
  };
  return {
    text,
    count: (tag) => {
      const value = text(tag);
      return /^\d+$/.test(value) ? Number(value) : null;
    },
  };
}
