import { readNumbers, trimPadding } from '../dicom/attribute-reader.ts';
import type { CharacterSet, TextShape } from '../dicom/charset/character-set.ts';
import type { DataElement } from '../dicom/data-set.ts';
import { dictionaryVr } from '../dicom/vr.ts';

const SHAPES: Readonly<Record<string, TextShape>> = {
  PN: 'names',
  LO: 'values',
  SH: 'values',
  UC: 'values',
  LT: 'text',
  ST: 'text',
  UT: 'text',
};
const NUMBERS = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD']);

/** Whether values of this VR are in the character set of the data set (PS3.5 section 6.1.2.2). */
export function isInCharacterSet(vr: string): boolean {
  return vr in SHAPES;
}

/** The value of a key as text, `\` between values, each without padding. */
export function keyText(element: DataElement, isBigEndian: boolean, characterSet: CharacterSet): string {
  const { value } = element;
  if (value === null || value.length === 0) return '';
  const vr = dictionaryVr(element.tag, false);
  if (NUMBERS.has(vr)) return readNumbers(vr, value, isBigEndian).join('\\');
  const shape = SHAPES[vr];
  const text = shape === undefined ? value.toString('latin1') : characterSet.decode(value, shape);
  return text.includes('\\') ? text.split('\\').map(trimPadding).join('\\') : trimPadding(text);
}
