import { createHash } from 'node:crypto';
import type { InstanceRecord } from '../../main/core/catalog/instance-record.ts';
import type { InstanceHeader } from '../../main/core/dicom/instance-header.ts';
import { toObjectName } from '../../main/core/store/object-name.ts';

const NO_NAME = { alphabetic: '', ideographic: '', phonetic: '' };

/** A header without any value; a test states only the fields it is about. */
export function anInstanceHeader(overrides: Partial<InstanceHeader> = {}): InstanceHeader {
  return {
    sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    sopInstanceUid: '1.2.3.4',
    studyInstanceUid: '1.2',
    seriesInstanceUid: '1.2.3',
    specificCharacterSet: '',
    patientId: 'P1',
    issuerOfPatientId: '',
    patientName: { ...NO_NAME, alphabetic: 'Doe^Jane' },
    patientBirthDate: '19700102',
    patientSex: 'F',
    patientAge: '',
    studyDate: '20260102',
    studyTime: '101500',
    studyDescription: 'CT Head',
    studyId: '',
    accessionNumber: '',
    referringPhysicianName: NO_NAME,
    requestedProcedurePriority: '',
    modality: 'CT',
    seriesNumber: 1,
    seriesDescription: '',
    seriesDate: '',
    seriesTime: '',
    bodyPartExamined: '',
    laterality: '',
    viewPosition: '',
    protocolName: '',
    manufacturer: '',
    manufacturerModelName: '',
    stationName: '',
    institutionName: '',
    instanceNumber: 1,
    acquisitionNumber: null,
    contentDate: '',
    contentTime: '',
    numberOfFrames: 1,
    rows: 512,
    columns: 512,
    bitsAllocated: 16,
    photometricInterpretation: 'MONOCHROME2',
    imagePositionPatient: null,
    imageOrientationPatient: null,
    sliceLocation: null,
    ...overrides,
  };
}

/** A record for the catalog. UIDs are those of the header; object name and hash follow from them and from `bytes`. */
export function anInstanceRecord(
  header: Partial<InstanceHeader> = {},
  overrides: Partial<InstanceRecord> & { readonly bytes?: string } = {},
): InstanceRecord {
  const { bytes = 'bytes', ...rest } = overrides;
  const whole = anInstanceHeader(header);
  const sha256 = createHash('sha256').update(`${whole.sopInstanceUid}${bytes}`).digest('hex');
  return {
    header: whole,
    sopInstanceUid: whole.sopInstanceUid,
    studyInstanceUid: whole.studyInstanceUid,
    seriesInstanceUid: whole.seriesInstanceUid,
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    objectName: toObjectName(whole.sopInstanceUid) + (bytes === 'bytes' ? '' : `-${sha256.slice(0, 16)}`),
    isFirst: false,
    sizeBytes: 1_000,
    dataSetOffset: 400,
    dataSetSha256: sha256,
    hasPixels: true,
    metadataJson: JSON.stringify({ '00080018': { vr: 'UI', Value: [whole.sopInstanceUid] } }),
    frameTable: null,
    sourceAeTitle: 'CT_1',
    receivedAtMs: 1_000,
    warnings: [],
    ...rest,
  };
}
