import { characterSetOf, trimPadding } from './attribute-reader.ts';
import { textShapeOf, type CharacterSet } from './charset/character-set.ts';
import type { WritableElement } from './data-set-writer.ts';
import type { DataElement, DataSet } from './data-set.ts';
import { TAG } from './tag.ts';
import { toLittleEndian } from './to-little-endian.ts';

/**
 * What was read, ready to be written in another character set or transfer syntax: text decoded, everything else byte for
 * byte. Group lengths and Specific Character Set are left out, because the writer makes them anew.
 */
export function toWritable(dataSet: DataSet, inherited?: CharacterSet): WritableElement[] {
  const characterSet = characterSetOf(dataSet, inherited);
  const elements: WritableElement[] = [];
  for (const element of dataSet.elements.values()) {
    if (element.tag === TAG.specificCharacterSet || element.tag % 0x10000 === 0) continue;
    elements.push(toWritableElement(element, dataSet.isBigEndian, characterSet));
  }
  return elements;
}

function toWritableElement(
  { tag, vr, value, items }: DataElement,
  isBigEndian: boolean,
  characterSet: CharacterSet,
): WritableElement {
  if (items !== undefined || vr === 'SQ') {
    return { tag, vr: 'SQ', items: (items ?? []).map((item) => toWritable(item, characterSet)) };
  }
  if (value === null) return { tag, vr, value: '' };
  const shape = textShapeOf(vr);
  if (shape !== undefined) return { tag, vr, value: trimPadding(characterSet.decode(value, shape)) };
  return { tag, vr, value: isBigEndian ? toLittleEndian(vr, value) : value };
}
