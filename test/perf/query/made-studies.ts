import { encodeDataSet } from '../../../main/core/dicom/data-set-writer.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../../main/core/dicom/transfer-syntax.ts';
import type { InstanceHeader } from '../../../main/core/dicom/instance-header.ts';
import type { SendableObject } from '../../support/send.ts';

const FAMILIES =
  'Smith Jones Garcia Nguyen Kowalski Rossi Dubois Tanaka Ivanov Berg Hansen Silva Novak Haddad Okafor Weber'.split(
    ' ',
  );
const GIVEN = 'Anna Ben Clara David Eva Frank Greta Hugo Ida Jan Karin Leo Mia Noah Olga Paul'.split(' ');
const MODALITIES = ['CT', 'MR', 'US', 'CR'];
const FIRST_DAY_MS = Date.UTC(2012, 0, 1);
const DAY_MS = 86_400_000;
const STUDIES_A_DAY = 50;
const STUDIES_A_PATIENT = 2;
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const PIXELS = Buffer.alloc(8 * 8);

/** Family names have a number behind them, so that a prefix of one finds a few dozen studies whatever their total. */
const NAME_GROUP = 320;

/** What is known of the study with this number: a patient for two studies, fifty studies a day, one image each. */
export function aStudy(index: number) {
  const patient = Math.floor(index / STUDIES_A_PATIENT);
  const family = FAMILIES[patient % FAMILIES.length] ?? '';
  const given = GIVEN[Math.floor(patient / FAMILIES.length) % GIVEN.length] ?? '';
  const day = new Date(FIRST_DAY_MS + Math.floor(index / STUDIES_A_DAY) * DAY_MS);
  const uid = `1.2.826.0.1.3680043.8.498.${10_000_000 + index}`;
  const familyNumber = Math.floor(patient / NAME_GROUP);
  return {
    sopClassUid: SECONDARY_CAPTURE,
    studyInstanceUid: uid,
    seriesInstanceUid: `${uid}.1`,
    sopInstanceUid: `${uid}.1.1`,
    patientId: `PAT${String(patient).padStart(7, '0')}`,
    patientName: { alphabetic: `${family}${familyNumber}^${given}`, ideographic: '', phonetic: '' },
    patientBirthDate: `19${String(40 + (patient % 60)).padStart(2, '0')}0315`,
    patientSex: patient % 2 === 0 ? 'F' : 'M',
    studyDate: day.toISOString().slice(0, 10).replaceAll('-', ''),
    studyTime: `${String(8 + (index % 10)).padStart(2, '0')}1500`,
    accessionNumber: `ACC${String(index).padStart(8, '0')}`,
    studyId: String(index),
    studyDescription: 'Abdomen with contrast',
    modality: MODALITIES[index % MODALITIES.length] ?? '',
    seriesNumber: 1,
    instanceNumber: 1,
  } satisfies Partial<InstanceHeader>;
}

/** The image of a study, 8 x 8 pixels, to be sent. */
export function anObject(index: number): SendableObject {
  const study = aStudy(index);
  const text = (tag: number, vr: string, value: string) => ({ tag, vr, value });
  const dataSet = encodeDataSet(
    [
      text(0x00080016, 'UI', study.sopClassUid),
      text(0x00080018, 'UI', study.sopInstanceUid),
      text(0x00080020, 'DA', study.studyDate),
      text(0x00080030, 'TM', study.studyTime),
      text(0x00080050, 'SH', study.accessionNumber),
      text(0x00080060, 'CS', study.modality),
      text(0x00080064, 'CS', 'WSD'),
      text(0x00080090, 'PN', ''),
      text(0x00081030, 'LO', study.studyDescription),
      text(0x00100010, 'PN', study.patientName.alphabetic),
      text(0x00100020, 'LO', study.patientId),
      text(0x00100030, 'DA', study.patientBirthDate),
      text(0x00100040, 'CS', study.patientSex),
      text(0x0020000d, 'UI', study.studyInstanceUid),
      text(0x0020000e, 'UI', study.seriesInstanceUid),
      text(0x00200010, 'SH', study.studyId),
      text(0x00200011, 'IS', '1'),
      text(0x00200013, 'IS', '1'),
      { tag: 0x00280002, vr: 'US', value: 1 },
      text(0x00280004, 'CS', 'MONOCHROME2'),
      { tag: 0x00280010, vr: 'US', value: 8 },
      { tag: 0x00280011, vr: 'US', value: 8 },
      { tag: 0x00280100, vr: 'US', value: 8 },
      { tag: 0x00280101, vr: 'US', value: 8 },
      { tag: 0x00280102, vr: 'US', value: 7 },
      { tag: 0x00280103, vr: 'US', value: 0 },
      { tag: 0x7fe00010, vr: 'OB', value: PIXELS },
    ],
    EXPLICIT_VR_LITTLE_ENDIAN,
  );
  return {
    name: `study ${index}`,
    sopClassUid: study.sopClassUid,
    sopInstanceUid: study.sopInstanceUid,
    transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
    dataSet,
  };
}
