import { AttributeReader } from './attribute-reader.ts';
import type { DataSet } from './data-set.ts';
import type { InstanceHeader } from './instance-header.ts';
import { TAG } from './tag.ts';

const REQUEST_ATTRIBUTES_SEQUENCE = 0x00400275;
const SHARED_FUNCTIONAL_GROUPS = 0x52009229;
const PER_FRAME_FUNCTIONAL_GROUPS = 0x52009230;
const PLANE_POSITION = 0x00209113;
const PLANE_ORIENTATION = 0x00209116;
const FRAME_ANATOMY = 0x00209071;
const FRAME_LATERALITY = 0x00209072;
/** One more than the longest UID that `inspectUid` calls readable. */
const MAX_UID_LENGTH = 129;

/** Picks from a header what the catalog keeps of an instance. Never fails: what is absent or unreadable is empty. */
export function toInstanceHeader(dataSet: DataSet): InstanceHeader {
  const read = new AttributeReader(dataSet);
  const position = coordinates(read, TAG.imagePositionPatient, PLANE_POSITION, 3);
  const orientation = coordinates(read, TAG.imageOrientationPatient, PLANE_ORIENTATION, 6);
  return {
    sopClassUid: uid(read, TAG.sopClassUid),
    sopInstanceUid: uid(read, TAG.sopInstanceUid),
    studyInstanceUid: uid(read, TAG.studyInstanceUid),
    seriesInstanceUid: uid(read, TAG.seriesInstanceUid),
    specificCharacterSet: read.codes(TAG.specificCharacterSet),
    patientId: read.text(TAG.patientId),
    issuerOfPatientId: read.text(TAG.issuerOfPatientId),
    patientName: read.personName(TAG.patientName),
    patientBirthDate: read.code(TAG.patientBirthDate),
    patientSex: read.code(TAG.patientSex),
    patientAge: read.code(TAG.patientAge),
    studyDate: read.code(TAG.studyDate),
    studyTime: read.code(TAG.studyTime),
    studyDescription: read.text(TAG.studyDescription),
    studyId: read.text(TAG.studyId),
    accessionNumber: read.text(TAG.accessionNumber),
    referringPhysicianName: read.personName(TAG.referringPhysicianName),
    requestedProcedurePriority: priority(read),
    modality: read.code(TAG.modality),
    seriesNumber: read.integer(TAG.seriesNumber),
    seriesDescription: read.text(TAG.seriesDescription),
    seriesDate: read.code(TAG.seriesDate),
    seriesTime: read.code(TAG.seriesTime),
    bodyPartExamined: read.code(TAG.bodyPartExamined),
    laterality: laterality(read),
    viewPosition: read.code(TAG.viewPosition),
    protocolName: read.text(TAG.protocolName),
    manufacturer: read.text(TAG.manufacturer),
    manufacturerModelName: read.text(TAG.manufacturerModelName),
    stationName: read.text(TAG.stationName),
    institutionName: read.text(TAG.institutionName),
    instanceNumber: read.integer(TAG.instanceNumber),
    acquisitionNumber: read.integer(TAG.acquisitionNumber),
    contentDate: read.code(TAG.contentDate),
    contentTime: read.code(TAG.contentTime),
    numberOfFrames: Math.max(1, read.integer(TAG.numberOfFrames) ?? 1),
    rows: read.integer(TAG.rows),
    columns: read.integer(TAG.columns),
    bitsAllocated: read.integer(TAG.bitsAllocated),
    photometricInterpretation: read.code(TAG.photometricInterpretation),
    imagePositionPatient: position,
    imageOrientationPatient: orientation,
    sliceLocation: read.number(TAG.sliceLocation),
  };
}

/** A UID without padding, otherwise as it came; `inspectUid` judges it. Cut where it is too long to be readable anyway. */
function uid(read: AttributeReader, tag: number): string {
  return read.codes(tag).slice(0, MAX_UID_LENGTH);
}

/** Devices put the priority at the top, or copy it with the request that it came from (PS3.3 section C.7.3.1). */
function priority(read: AttributeReader): string {
  const own = read.code(TAG.requestedProcedurePriority);
  if (own !== '') return own;
  const fromRequest = read
    .items(REQUEST_ATTRIBUTES_SEQUENCE)
    .map((item) => item.code(TAG.requestedProcedurePriority));
  return fromRequest.find((value) => value !== '') ?? '';
}

/** Image Laterality of the object, else Laterality of the series, else that of the shared anatomy of enhanced objects. */
function laterality(read: AttributeReader): string {
  const own = read.code(TAG.imageLaterality) || read.code(TAG.laterality);
  if (own !== '') return own;
  const anatomy = read.items(SHARED_FUNCTIONAL_GROUPS)[0]?.items(FRAME_ANATOMY)[0];
  return anatomy?.code(FRAME_LATERALITY) ?? '';
}

/** Enhanced objects have plane position and orientation in their functional groups: that of the first frame stands for all. */
function coordinates(
  read: AttributeReader,
  tag: number,
  macro: number,
  count: number,
): readonly number[] | null {
  const own = read.numbers(tag);
  if (own?.length === count) return own;
  for (const groups of [SHARED_FUNCTIONAL_GROUPS, PER_FRAME_FUNCTIONAL_GROUPS]) {
    const numbers = read.items(groups)[0]?.items(macro)[0]?.numbers(tag);
    if (numbers?.length === count) return numbers;
  }
  return null;
}
