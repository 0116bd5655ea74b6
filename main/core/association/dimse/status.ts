/** DIMSE status codes that this layer itself gives (PS3.7 Annex C); those of a stored object come from whoever keeps it. */
export const DIMSE_STATUS = {
  success: 0x0000,
  processingFailure: 0x0110,
  sopClassNotSupported: 0x0122,
  /** Refused: not authorised (PS3.7 section C.5.24). */
  notAuthorized: 0x0124,
  unrecognizedOperation: 0x0211,
  cancelled: 0xfe00,
  pending: 0xff00,
  /** Cannot understand (PS3.4 Table B.2-1). */
  cannotUnderstand: 0xc000,
} as const;

/** More responses follow (PS3.7 Annex C.1.1 and PS3.4 Table C.4-1). */
export function isPending(status: number): boolean {
  return status === 0xff00 || status === 0xff01;
}

/** Success, or a warning: the peer has kept the object (PS3.4 Table B.2-1, PS3.7 Annex C). */
export function isStored(status: number): boolean {
  return status === DIMSE_STATUS.success || status === 0x0001 || status >> 12 === 0xb;
}

const WORDS: Readonly<Record<number, string>> = {
  0x0000: 'kept',
  0x0110: 'something there failed',
  0x0111: 'it has this object already',
  0x0117: 'it finds the object identifier wrong',
  0x0122: 'it does not take this kind of object',
  0x0124: 'it does not allow us to send',
  0x0211: 'it does not know this operation',
};

/** Plain words for the status of a C-STORE or C-ECHO response. */
export function explainStatus(status: number): string {
  const known = WORDS[status];
  if (known !== undefined) return known;
  if (isStored(status)) return 'kept, with a remark';
  if (status >> 8 === 0xa7) return 'it has no room or cannot write now';
  if (status >> 8 === 0xa9) return 'it finds that the object is not what was announced';
  if (status >> 12 === 0xc) return 'it cannot understand the object';
  return `it answered with status ${formatStatus(status)}`;
}

export function formatStatus(status: number): string {
  return `0x${status.toString(16).toUpperCase().padStart(4, '0')}`;
}
