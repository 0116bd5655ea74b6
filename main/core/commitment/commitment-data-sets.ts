import type { CommitmentVerdict, CommittedReference } from '../catalog/station-commitment-model.ts';
import { AttributeReader } from '../dicom/attribute-reader.ts';
import { encodeDataSet, type WritableElement } from '../dicom/data-set-writer.ts';
import { parseDataSet } from '../dicom/parse-data-set.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Storage Commitment Push Model SOP Class and its one instance (PS3.4 section J.3.5). */
export const COMMITMENT_SOP_CLASS = '1.2.840.10008.1.20.1';
export const COMMITMENT_SOP_INSTANCE = '1.2.840.10008.1.20.1.1';
/** Action Type ID of a request. */
export const REQUEST_ACTION = 1;
/** Event Type IDs: everything is kept; something is not. */
export const ALL_KEPT = 1;
export const SOME_FAILED = 2;

const TRANSACTION_UID = 0x00081195;
const RETRIEVE_AE_TITLE = 0x00080054;
const REFERENCED_SOP_SEQUENCE = 0x00081199;
const FAILED_SOP_SEQUENCE = 0x00081198;
const REFERENCED_SOP_CLASS_UID = 0x00081150;
const REFERENCED_SOP_INSTANCE_UID = 0x00081155;
const FAILURE_REASON = 0x00081197;
/** Failure Reason of an instance that is said to have failed without saying why. */
const PROCESSING_FAILURE = 0x0110;

export interface ParsedRequest {
  readonly transactionUid: string;
  readonly references: readonly CommittedReference[];
}

export interface ParsedReport {
  readonly transactionUid: string;
  readonly verdicts: readonly CommitmentVerdict[];
}

/** The data set of an N-ACTION (PS3.4 Table J.3-1). @returns what is missing, in plain words, when something is */
export function parseRequest(
  dataSet: Buffer | null,
  transferSyntaxUid: string,
): Result<ParsedRequest, string> {
  const read = readTransaction(dataSet, transferSyntaxUid);
  if (!read.ok) return read;
  const { reader, transactionUid } = read.value;
  const references = reader.items(REFERENCED_SOP_SEQUENCE).map(readReference);
  if (references.length === 0) return err('It names no instances');
  if (references.some(({ sopClassUid, sopInstanceUid }) => !isUid(sopClassUid) || !isUid(sopInstanceUid))) {
    return err('It names an instance without a valid UID');
  }
  return ok({ transactionUid, references });
}

/** The data set of an N-EVENT-REPORT (PS3.4 Table J.3-2). */
export function parseReport(dataSet: Buffer | null, transferSyntaxUid: string): Result<ParsedReport, string> {
  const read = readTransaction(dataSet, transferSyntaxUid);
  if (!read.ok) return read;
  const { reader, transactionUid } = read.value;
  const kept = reader
    .items(REFERENCED_SOP_SEQUENCE)
    .map((item) => ({ ...readReference(item), failureReason: 0 }));
  const failed = reader.items(FAILED_SOP_SEQUENCE).map((item) => ({
    ...readReference(item),
    failureReason: readReason(item),
  }));
  return ok({ transactionUid, verdicts: [...kept, ...failed] });
}

export function encodeRequest(
  { transactionUid, references }: ParsedRequest,
  transferSyntaxUid: string,
): Buffer {
  return encodeDataSet(
    [
      { tag: TRANSACTION_UID, vr: 'UI', value: transactionUid },
      { tag: REFERENCED_SOP_SEQUENCE, vr: 'SQ', items: references.map(toItem) },
    ],
    transferSyntaxUid,
  );
}

/** @param aeTitle by which what is kept can be fetched */
export function encodeReport(
  { transactionUid, verdicts }: ParsedReport,
  aeTitle: string,
  transferSyntaxUid: string,
): Buffer {
  const kept = verdicts.filter(({ failureReason }) => failureReason === 0);
  const failed = verdicts.filter(({ failureReason }) => failureReason !== 0);
  return encodeDataSet(
    [
      { tag: TRANSACTION_UID, vr: 'UI', value: transactionUid },
      ...sequence(REFERENCED_SOP_SEQUENCE, kept.map(toItem)),
      ...sequence(
        FAILED_SOP_SEQUENCE,
        failed.map((verdict) => [
          ...toItem(verdict),
          { tag: FAILURE_REASON, vr: 'US', value: verdict.failureReason },
        ]),
      ),
      ...(kept.length > 0 ? [{ tag: RETRIEVE_AE_TITLE, vr: 'AE', value: aeTitle }] : []),
    ],
    transferSyntaxUid,
  );
}

function readTransaction(
  dataSet: Buffer | null,
  transferSyntaxUid: string,
): Result<{ readonly reader: AttributeReader; readonly transactionUid: string }, string> {
  if (dataSet === null) return err('It has no data set');
  const parsed = parseDataSet(dataSet, transferSyntaxUid);
  if (!parsed.ok) return err(`It cannot be read. ${parsed.error.detail}`);
  const reader = new AttributeReader(parsed.value);
  const transactionUid = reader.code(TRANSACTION_UID);
  return isUid(transactionUid) ? ok({ reader, transactionUid }) : err('It has no valid Transaction UID');
}

function readReference(item: AttributeReader): CommittedReference {
  return {
    sopClassUid: item.code(REFERENCED_SOP_CLASS_UID),
    sopInstanceUid: item.code(REFERENCED_SOP_INSTANCE_UID),
  };
}

function readReason(item: AttributeReader): number {
  const reason = item.integer(FAILURE_REASON) ?? 0;
  return reason === 0 ? PROCESSING_FAILURE : reason;
}

function toItem({ sopClassUid, sopInstanceUid }: CommittedReference): WritableElement[] {
  return [
    { tag: REFERENCED_SOP_CLASS_UID, vr: 'UI', value: sopClassUid },
    { tag: REFERENCED_SOP_INSTANCE_UID, vr: 'UI', value: sopInstanceUid },
  ];
}

/** One without items would say that there is something of which there is nothing. */
function sequence(tag: number, items: readonly (readonly WritableElement[])[]): WritableElement[] {
  return items.length === 0 ? [] : [{ tag, vr: 'SQ', items }];
}

function isUid(text: string): boolean {
  return /^[0-9.]{1,64}$/.test(text);
}
