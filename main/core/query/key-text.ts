import { readNumbers, trimPadding } from '../dicom/attribute-reader.ts';
import { textShapeOf, type CharacterSet } from '../dicom/charset/character-set.ts';
import type { DataElement } from '../dicom/data-set.ts';
import { dictionaryVr } from '../dicom/vr.ts';

const NUMBERS = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD']);

/** The value of a key as text, `\` between values, each without padding. */
export function keyText(element: DataElement, isBigEndian: boolean, characterSet: CharacterSet): string {
  const { value } = element;
  if (value === null || value.length === 0) return '';
  const vr = dictionaryVr(element.tag, false);
  if (NUMBERS.has(vr)) return readNumbers(vr, value, isBigEndian).join('\\');
  const shape = textShapeOf(vr);
  const text = shape === undefined ? value.toString('latin1') : characterSet.decode(value, shape);
  return text.includes('\\') ? text.split('\\').map(trimPadding).join('\\') : trimPadding(text);
}
