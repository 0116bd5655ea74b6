import { characterSetOf, trimPadding } from './attribute-reader.ts';
import type { CharacterSet, TextShape } from './charset/character-set.ts';
import type { WritableElement } from './data-set-writer.ts';
import type { DataElement, DataSet } from './data-set.ts';
import { TAG } from './tag.ts';
import { toLittleEndian } from './to-little-endian.ts';

/** How the text of a VR that follows Specific Character Set is divided. */
const SHAPES: Readonly<Record<string, TextShape>> = {
  PN: 'names',
  LO: 'values',
  SH: 'values',
  UC: 'values',
  LT: 'text',
  ST: 'text',
  UT: 'text',
};

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
  const shape = SHAPES[vr];
  if (shape !== undefined) return { tag, vr, value: trimPadding(characterSet.decode(value, shape)) };
  return { tag, vr, value: isBigEndian ? toLittleEndian(vr, value) : value };
}
