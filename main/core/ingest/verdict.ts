import type { DataSet } from '../dicom/data-set.ts';
import type { ScannedDataSet } from '../dicom/scanned-data-set.ts';
import { TAG } from '../dicom/tag.ts';
import { describeUidWarning, inspectUid } from '../dicom/uid.ts';

/** Statuses of a C-STORE response (PS3.4 Table B.2-1). */
export const STORE_STATUS = {
  success: 0x0000,
  outOfResources: 0xa700,
  doesNotMatchSopClass: 0xa900,
  cannotUnderstand: 0xc000,
} as const;

/** The UIDs to file an instance by. Odd ones are kept as the device wrote them, without padding. */
export interface FilingUids {
  readonly sopInstanceUid: string;
  /** Empty when the instance has none: it stays unfiled. */
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

export type Verdict =
  | {
      readonly kind: 'keep';
      readonly uids: FilingUids;
      /** Plain-words remarks for whoever looks at the image. */
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'quarantine';
      readonly status: number;
      /** Plain words, no value of the data set; at most 64 characters, as it goes out as Error Comment. */
      readonly reason: string;
    };

/** What the command set of a C-STORE said about the data set that follows (PS3.7 section 9.3.1.1). */
export interface Announcement {
  readonly affectedSopClassUid: string;
  readonly affectedSopInstanceUid: string;
}

const MAX_UID_LENGTH = 128;
/** Visible ASCII; what else a device writes there cannot be asked for again. */
const FILEABLE = /^[\x21-\x7e]+$/;

/** Judges a data set by itself: may it be filed, and under which UIDs? The same at reception and at start-up. */
export function judgeDataSet(scanned: ScannedDataSet): Verdict {
  if (scanned.header.elements.size === 0) return cannotUnderstand('The data set cannot be read');
  const instance = inspectUid(readText(scanned.header, TAG.sopInstanceUid));
  if (instance.kind === 'missing') return cannotUnderstand('The data set has no SOP Instance UID');
  if (instance.kind === 'unreadable') {
    return cannotUnderstand('The SOP Instance UID of the data set is no UID');
  }
  const warnings = instance.warnings.map((warning) => describeUidWarning('SOP Instance UID', warning));
  const uids = {
    sopInstanceUid: instance.uid,
    studyInstanceUid: readFilingUid(scanned.header, TAG.studyInstanceUid, 'Study Instance UID', warnings),
    seriesInstanceUid: readFilingUid(scanned.header, TAG.seriesInstanceUid, 'Series Instance UID', warnings),
  };
  if (scanned.problem !== null) warnings.push(scanned.problem.detail);
  return { kind: 'keep', uids, warnings };
}

/** Judges a data set that has just arrived: it must also be what its command announced. */
export function judgeArrival(announced: Announcement, scanned: ScannedDataSet): Verdict {
  const verdict = judgeDataSet(scanned);
  if (verdict.kind === 'quarantine') return verdict;
  if (verdict.uids.sopInstanceUid !== announced.affectedSopInstanceUid.trim()) {
    return doesNotMatch('Command and data set name different SOP Instance UIDs');
  }
  if (readText(scanned.header, TAG.sopClassUid).trim() !== announced.affectedSopClassUid.trim()) {
    return doesNotMatch('Command and data set name different SOP classes');
  }
  return verdict;
}

function cannotUnderstand(reason: string): Verdict {
  return { kind: 'quarantine', status: STORE_STATUS.cannotUnderstand, reason };
}

function doesNotMatch(reason: string): Verdict {
  return { kind: 'quarantine', status: STORE_STATUS.doesNotMatchSopClass, reason };
}

/** A study or series is filed under what the device wrote, UID or not, as long as it can be asked for again. */
function readFilingUid(header: DataSet, tag: number, attribute: string, warnings: string[]): string {
  const encoded = readText(header, tag);
  const inspected = inspectUid(encoded);
  switch (inspected.kind) {
    case 'readable':
      warnings.push(...inspected.warnings.map((warning) => describeUidWarning(attribute, warning)));
      return inspected.uid;
    case 'missing':
      return '';
    case 'unreadable': {
      warnings.push(`${attribute} is no UID`);
      const text = encoded.trim();
      return text.length <= MAX_UID_LENGTH && FILEABLE.test(text) ? text : '';
    }
  }
}

/** UIDs are of the default character repertoire; NUL is their padding. */
function readText(header: DataSet, tag: number): string {
  return header.elements.get(tag)?.value?.toString('latin1').replace(/\0+$/, '') ?? '';
}
