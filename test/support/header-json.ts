import type { DataElement, DataSet } from '../../main/core/dicom/data-set.ts';
import { toTagHex } from '../../main/core/dicom/tag.ts';

const WORDS: Readonly<Record<string, (bytes: DataView, offset: number, isLittle: boolean) => number>> = {
  US: (bytes, offset, isLittle) => bytes.getUint16(offset, isLittle),
  SS: (bytes, offset, isLittle) => bytes.getInt16(offset, isLittle),
  UL: (bytes, offset, isLittle) => bytes.getUint32(offset, isLittle),
  FD: (bytes, offset, isLittle) => bytes.getFloat64(offset, isLittle),
  FL: (bytes, offset, isLittle) => bytes.getFloat32(offset, isLittle),
};
const WORD_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, FL: 4, FD: 8 };

/** The DICOM JSON of a header (PS3.18 Annex F) as far as image attributes go: numbers, codes, sequences, inline bytes. */
export function toHeaderJson({ elements, isBigEndian }: DataSet): Record<string, unknown> {
  return Object.fromEntries(
    [...elements.values()].map((element) => [
      toTagHex(element.tag),
      { vr: element.vr, ...toContent(element, isBigEndian) },
    ]),
  );
}

function toContent({ vr, value, items }: DataElement, isBigEndian: boolean): object {
  if (items) return { Value: items.map(toHeaderJson) };
  if (value === null || value.length === 0) return {};
  const readWord = WORDS[vr];
  const wordBytes = WORD_BYTES[vr] ?? 1;
  if (readWord) {
    const view = new DataView(value.buffer, value.byteOffset, value.length);
    const count = Math.floor(value.length / wordBytes);
    return {
      Value: Array.from({ length: count }, (_, index) => readWord(view, index * wordBytes, !isBigEndian)),
    };
  }
  if (/^O|UN/.test(vr)) return { InlineBinary: value.toString('base64') };
  const texts = value
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .split('\\');
  return { Value: /^(DS|IS)$/.test(vr) ? texts.map(Number) : texts.map((text) => text.trim()) };
}
