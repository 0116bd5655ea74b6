import { AttributeReader } from '../dicom/attribute-reader.ts';
import type { RetrievalKeys } from '../catalog/queries/retrieval-rows.ts';
import type { DataSet } from '../dicom/data-set.ts';
import { splitUids } from '../dicom/matching/match-text.ts';
import { TAG } from '../dicom/tag.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** PS3.4 sections C.6.1 and C.6.2; Composite Instance Root (section Y.6) knows instances alone. */
export type RetrieveRoot = 'patient' | 'study' | 'instance';

export interface RetrieveFault {
  /** Plain words; goes out as Error Comment. Never holds a value of the identifier. */
  readonly message: string;
  readonly tags: readonly number[];
}

const LEVELS = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'] as const;
type Level = (typeof LEVELS)[number];

const QUERY_LEVEL = 0x00080052;
const UNIQUE_KEYS: Readonly<Record<Level, { readonly tag: number; readonly name: string }>> = {
  PATIENT: { tag: TAG.patientId, name: 'Patient ID' },
  STUDY: { tag: TAG.studyInstanceUid, name: 'Study Instance UID' },
  SERIES: { tag: TAG.seriesInstanceUid, name: 'Series Instance UID' },
  IMAGE: { tag: TAG.sopInstanceUid, name: 'SOP Instance UID' },
};
type Values = Readonly<Record<Level, readonly string[] | null>>;
const READABLE_UID = /^[0-9.]{1,128}$/;

/**
 * Understands an identifier of C-MOVE or C-GET (PS3.4 section C.4.2.2.1): unique keys of the level and, unless relational
 * retrieval was agreed on, of each one above it. Patient ID may be missing where a study is named, because devices leave
 * it out. Other attributes mean nothing here and are passed over.
 */
export function readRetrieveKeys(
  identifier: DataSet,
  root: RetrieveRoot,
  isRelational: boolean,
): Result<RetrievalKeys, RetrieveFault> {
  const reader = new AttributeReader(identifier);
  const level = readLevel(reader, root);
  if (!level.ok) return level;
  const uidsOf = (one: Exclude<Level, 'PATIENT'>) => {
    const uids = splitUids(reader.codes(UNIQUE_KEYS[one].tag));
    return uids.length === 0 ? null : uids;
  };
  const patientId = reader.text(TAG.patientId);
  const values: Values = {
    PATIENT: patientId === '' ? null : [patientId],
    STUDY: uidsOf('STUDY'),
    SERIES: uidsOf('SERIES'),
    IMAGE: uidsOf('IMAGE'),
  };
  const misplaced = findFault(level.value, values, root, isRelational);
  if (misplaced) return err(misplaced);
  return ok({
    patientId: root === 'patient' ? (values.PATIENT?.[0] ?? null) : null,
    studyUids: values.STUDY,
    seriesUids: values.SERIES,
    instanceUids: values.IMAGE,
  });
}

function readLevel(reader: AttributeReader, root: RetrieveRoot): Result<Level, RetrieveFault> {
  const text = reader.code(QUERY_LEVEL).toUpperCase();
  if (text === '') return fault('The request does not say its Query/Retrieve Level', QUERY_LEVEL);
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) return fault('The Query/Retrieve Level is unknown', QUERY_LEVEL);
  if (level === 'PATIENT' && root !== 'patient') {
    return fault('This kind of retrieval has no PATIENT level', QUERY_LEVEL);
  }
  if (level !== 'IMAGE' && root === 'instance') {
    return fault('Composite Instance Root knows the IMAGE level only', QUERY_LEVEL);
  }
  return ok(level);
}

function findFault(
  level: Level,
  values: Values,
  root: RetrieveRoot,
  isRelational: boolean,
): RetrieveFault | null {
  const at = LEVELS.indexOf(level);
  const isHierarchical = !isRelational && root !== 'instance';
  for (const [index, one] of LEVELS.entries()) {
    const { tag, name } = UNIQUE_KEYS[one];
    const value = values[one];
    if (!isReadable(one, value)) return { message: `${name} cannot be used as it is`, tags: [tag] };
    if (index === at && value === null) return { message: `It names no ${name}`, tags: [tag] };
    if (index > at && value !== null) {
      return { message: `${name} is no key at the ${level} level`, tags: [tag] };
    }
    if (index < at && isHierarchical && one !== 'PATIENT' && value?.length !== 1) {
      return { message: `A retrieval at the ${level} level needs one ${name}`, tags: [tag] };
    }
  }
  return null;
}

/** UIDs are digits and dots; there are no wildcards in a retrieval. */
function isReadable(level: Level, value: readonly string[] | null): boolean {
  if (value === null) return true;
  return level === 'PATIENT' ? !/[*?]/.test(value[0] ?? '') : value.every((uid) => READABLE_UID.test(uid));
}

function fault(message: string, ...tags: number[]): Result<never, RetrieveFault> {
  return err({ message, tags });
}
