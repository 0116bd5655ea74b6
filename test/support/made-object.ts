import { characterEncoderFor } from '../../main/core/dicom/charset/text-encoder.ts';
import { encodeDataSet, type WritableElement } from '../../main/core/dicom/data-set-writer.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../main/core/dicom/transfer-syntax.ts';
import type { SendableObject } from './send.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

export interface MadeObject {
  /** Its study is this UID, its series and instance lie below it. */
  readonly studyInstanceUid: string;
  readonly patientName: string;
  readonly patientId: string;
  /** Specific Character Set to write it in. */
  readonly characterSet: string;
  readonly transferSyntaxUid?: string;
}

/** A secondary capture of 8 x 8 pixels with all that its IOD asks for (PS3.3 section A.8.1), in our own encoding. */
export function aMadeObject(made: MadeObject): SendableObject {
  const { studyInstanceUid, transferSyntaxUid = EXPLICIT_VR_LITTLE_ENDIAN } = made;
  const sopInstanceUid = `${studyInstanceUid}.1.1`;
  const text = (tag: number, vr: string, value: string): WritableElement => ({ tag, vr, value });
  const number = (tag: number, value: number): WritableElement => ({ tag, vr: 'US', value });
  const code = [
    text(0x00080100, 'SH', 'T-11100'),
    text(0x00080102, 'SH', 'SRT'),
    text(0x00080104, 'LO', 'Skull'),
  ];
  const elements: readonly WritableElement[] = [
    text(0x00080008, 'CS', 'DERIVED\\SECONDARY'),
    text(0x00080016, 'UI', SECONDARY_CAPTURE),
    text(0x00080018, 'UI', sopInstanceUid),
    text(0x00080020, 'DA', '20260102'),
    text(0x00080030, 'TM', '101500'),
    text(0x00080050, 'SH', ''),
    text(0x00080060, 'CS', 'OT'),
    text(0x00080064, 'CS', 'WSD'),
    text(0x00080090, 'PN', ''),
    { tag: 0x00082218, vr: 'SQ', items: [code] },
    text(0x00100010, 'PN', made.patientName),
    text(0x00100020, 'LO', made.patientId),
    text(0x00100030, 'DA', ''),
    text(0x00100040, 'CS', ''),
    text(0x0020000d, 'UI', studyInstanceUid),
    text(0x0020000e, 'UI', `${studyInstanceUid}.1`),
    text(0x00200010, 'SH', ''),
    text(0x00200011, 'IS', '1'),
    text(0x00200013, 'IS', '1'),
    text(0x00200020, 'CS', ''),
    number(0x00280002, 1),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    number(0x00280010, 8),
    number(0x00280011, 8),
    number(0x00280100, 8),
    number(0x00280101, 8),
    number(0x00280102, 7),
    number(0x00280103, 0),
    { tag: 0x7fe00010, vr: 'OW', value: Buffer.alloc(64) },
  ];
  const encoder = characterEncoderFor(made.characterSet);
  return {
    name: made.patientName,
    sopClassUid: SECONDARY_CAPTURE,
    sopInstanceUid,
    transferSyntaxUid,
    dataSet: encodeDataSet(elements, transferSyntaxUid, { encoder }),
  };
}
