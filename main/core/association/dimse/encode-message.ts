import { PDU_HEADER_BYTES, PDU_TYPE, PDV_HEADER_BYTES } from '../pdu/pdu-type.ts';

/** A message that lies whole in memory. */
export interface WholeMessage {
  readonly contextId: number;
  readonly command: Buffer;
  readonly dataSet: Buffer | null;
}

/** Message control header (PS3.8 Annex E.2). */
const LAST = 0x02;
const COMMAND = 0x01;
const HEADERS_BYTES = PDU_HEADER_BYTES + PDV_HEADER_BYTES;

/**
 * Puts messages into one buffer as P-DATA-TF PDUs, one fragment in each: for answers, which are small and many, a single
 * write for a group of them costs least.
 *
 * @param maxPduBytes longest P-DATA-TF variable field that the peer takes
 */
export function encodeMessages(messages: readonly WholeMessage[], maxPduBytes: number): Buffer {
  const room = maxPduBytes - PDV_HEADER_BYTES;
  const limit = room - (room % 2);
  const bytes = Buffer.allocUnsafe(
    messages.reduce(
      (sum, { command, dataSet }) =>
        sum + encodedBytes(command.length, limit) + (dataSet ? encodedBytes(dataSet.length, limit) : 0),
      0,
    ),
  );
  let offset = 0;
  for (const { contextId, command, dataSet } of messages) {
    offset = putPart(bytes, offset, command, contextId, COMMAND, limit);
    if (dataSet) offset = putPart(bytes, offset, dataSet, contextId, 0, limit);
  }
  return bytes;
}

/** An empty data set still has one fragment, which says that it was the last. */
function encodedBytes(partBytes: number, limit: number): number {
  return partBytes + Math.max(1, Math.ceil(partBytes / limit)) * HEADERS_BYTES;
}

function putPart(
  into: Buffer,
  start: number,
  part: Buffer,
  contextId: number,
  kind: number,
  limit: number,
): number {
  let offset = start;
  let sent = 0;
  do {
    const end = Math.min(sent + limit, part.length);
    const fragmentBytes = end - sent;
    into.writeUInt8(PDU_TYPE.data, offset);
    into.writeUInt8(0, offset + 1);
    into.writeUInt32BE(PDV_HEADER_BYTES + fragmentBytes, offset + 2);
    into.writeUInt32BE(fragmentBytes + 2, offset + 6);
    into.writeUInt8(contextId, offset + 10);
    into.writeUInt8(kind | (end === part.length ? LAST : 0), offset + 11);
    part.copy(into, offset + HEADERS_BYTES, sent, end);
    offset += HEADERS_BYTES + fragmentBytes;
    sent = end;
  } while (sent < part.length);
  return offset;
}
