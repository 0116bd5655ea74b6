import { fetchWithDeadline } from './fetch-with-deadline.ts';
import { frameUrl, type FrameAddress } from './frame-address.ts';
import { failed, loaded, type FrameResult } from './frame-failure.ts';
import { firstPart, parameter } from './multipart.ts';

/** A frame of a few MB comes in well under a second; a disk that spins up or a very busy PC may take this long. */
export const FRAME_DEADLINE_MS = 15_000;

/** The bytes alone in whatever encoding they are stored: no boundary to search for, no copy. */
const ACCEPT = 'application/octet-stream; transfer-syntax=*';

export interface EncodedFrame {
  /** In which encoding the bytes are, as the core says; empty when it does not. */
  readonly transferSyntaxUid: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export async function fetchFrame(
  frame: FrameAddress,
  signal?: AbortSignal,
): Promise<FrameResult<EncodedFrame>> {
  const answer = await fetchWithDeadline(frameUrl(frame), {
    accept: ACCEPT,
    deadlineMs: FRAME_DEADLINE_MS,
    signal,
  });
  if (!answer.ok) return answer;
  const { contentType, bytes } = answer.value;
  if (!contentType.toLowerCase().startsWith('multipart/')) {
    return loaded({ transferSyntaxUid: parameter(contentType, 'transfer-syntax'), bytes });
  }
  const part = firstPart(bytes, contentType);
  if (!part) return failed({ kind: 'core', status: 200, message: 'The answer of the core stops early.' });
  return loaded({ transferSyntaxUid: parameter(part.contentType, 'transfer-syntax'), bytes: part.bytes });
}
