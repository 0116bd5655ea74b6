import { element } from './encode-data-set.ts';

export interface ImageInput {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly patientId?: string;
  readonly patientName?: string;
  readonly pixels?: Buffer;
}

export const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
export const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** A small image in Explicit VR Little Endian; an empty UID leaves its element out. */
export function anImageDataSet(image: ImageInput = {}): Buffer {
  const uid = (tag: number, value: string) => (value === '' ? [] : [element(tag, 'UI', value)]);
  return Buffer.concat([
    ...uid(0x00080016, image.sopClassUid ?? CT_IMAGE_STORAGE),
    ...uid(0x00080018, image.sopInstanceUid ?? '1.2.3.4'),
    element(0x00080020, 'DA', '20260102'),
    element(0x00080060, 'CS', 'CT'),
    element(0x00100010, 'PN', image.patientName ?? 'Doe^Jane'),
    element(0x00100020, 'LO', image.patientId ?? 'P1'),
    ...uid(0x0020000d, image.studyInstanceUid ?? '1.2'),
    ...uid(0x0020000e, image.seriesInstanceUid ?? '1.2.3'),
    element(0x00200013, 'IS', '1'),
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280010, 'US', 2),
    element(0x00280011, 'US', 2),
    element(0x00280100, 'US', 16),
    element(0x00280101, 'US', 16),
    element(0x00280102, 'US', 15),
    element(0x00280103, 'US', 0),
    element(0x7fe00010, 'OW', image.pixels ?? Buffer.from([1, 0, 2, 0, 3, 0, 4, 0])),
  ]);
}
