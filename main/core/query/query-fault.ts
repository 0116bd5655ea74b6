import { toTagHex } from '../dicom/tag.ts';

/** Why an identifier is refused: status, what to say, and the tags that are to blame. */
export interface QueryFault {
  readonly status: number;
  /** Plain words; goes out as Error Comment and into the log. Never holds a value of the identifier. */
  readonly message: string;
  readonly tags: readonly number[];
}

/** Identifier does not match SOP Class (PS3.4 Table C.4-1). */
export const DOES_NOT_MATCH = 0xa900;

export function mismatch(message: string, ...tags: number[]): QueryFault {
  return { status: DOES_NOT_MATCH, message, tags };
}

/** `(0010,0020)`, for messages. */
export function tagName(tag: number): string {
  const hex = toTagHex(tag);
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
