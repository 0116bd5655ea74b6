/** Types of protocol data units (PS3.8 section 9.3.1). */
export const PDU_TYPE = {
  associateRequest: 0x01,
  associateAccept: 0x02,
  associateReject: 0x03,
  data: 0x04,
  releaseRequest: 0x05,
  releaseReply: 0x06,
  abort: 0x07,
} as const;
export type PduType = (typeof PDU_TYPE)[keyof typeof PDU_TYPE];

/** Type (1 byte), reserved (1), length of what follows (4, big endian); the same for all seven. */
export const PDU_HEADER_BYTES = 6;
/** PDV item length (4, big endian), presentation context ID (1), message control header (1): PS3.8 section 9.3.5.1 and Annex E. */
export const PDV_HEADER_BYTES = 6;

/** A-ASSOCIATE PDUs of 128 contexts with all transfer syntaxes stay below; a larger one is an attack or garbage. */
export const MAX_CONTROL_PDU_BYTES = 256 * 1024;

/** Length of the variable field of the four short PDUs (PS3.8 sections 9.3.4, 9.3.6 to 9.3.8). */
export const SHORT_PDU_BYTES = 4;

const KNOWN_TYPES: ReadonlySet<number> = new Set(Object.values(PDU_TYPE));

export function isPduType(value: number): value is PduType {
  return KNOWN_TYPES.has(value);
}

/** For the log: the name that the standard gives a PDU. */
export const PDU_NAME: Readonly<Record<PduType, string>> = {
  [PDU_TYPE.associateRequest]: 'A-ASSOCIATE-RQ',
  [PDU_TYPE.associateAccept]: 'A-ASSOCIATE-AC',
  [PDU_TYPE.associateReject]: 'A-ASSOCIATE-RJ',
  [PDU_TYPE.data]: 'P-DATA-TF',
  [PDU_TYPE.releaseRequest]: 'A-RELEASE-RQ',
  [PDU_TYPE.releaseReply]: 'A-RELEASE-RP',
  [PDU_TYPE.abort]: 'A-ABORT',
};
