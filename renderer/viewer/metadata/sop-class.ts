/** SOP class UIDs start with this (PS3.4 Annex B). */
const STORAGE = '1.2.840.10008.5.1.4.1.1.';

/** Objects without a picture, as a person calls them. Longest prefix wins. */
const names: readonly (readonly [prefix: string, name: string])[] = [
  ['88.59', 'Key object selection'],
  ['88.', 'Structured report'],
  ['104.1', 'PDF document'],
  ['104.2', 'Clinical document (CDA)'],
  ['104.', 'Encapsulated document'],
  ['481.2', 'Radiotherapy dose'],
  ['481.3', 'Radiotherapy structure set'],
  ['481.5', 'Radiotherapy plan'],
  ['481.8', 'Radiotherapy ion plan'],
  ['481.', 'Radiotherapy object'],
  ['11.', 'Presentation state'],
  ['9.', 'Waveform (such as an ECG)'],
  ['66.1', 'Spatial registration'],
  ['66.4', 'Segmentation'],
  ['66.5', 'Surface segmentation'],
  ['66.', 'Registration or raw data'],
  ['67', 'Real world value mapping'],
  ['4.2', 'MR spectroscopy'],
];

/** What an object without a picture is; says so even where its kind is not known. */
export function objectName(sopClassUid: string, modality: string): string {
  if (sopClassUid.startsWith(STORAGE)) {
    const tail = sopClassUid.slice(STORAGE.length);
    const found = names
      .filter(([prefix]) => tail.startsWith(prefix))
      .sort((a, b) => b[0].length - a[0].length)[0];
    if (found) return found[1];
  }
  return modality === '' ? 'Object without a picture' : `Object without a picture (${modality})`;
}
