import { err, ok, type Result } from '../../shared/result.ts';
import { trimPadding } from '../pdu/byte-reader.ts';

/** Element numbers in group 0000 (PS3.7 Annex E.1). */
export const COMMAND_ELEMENT = {
  groupLength: 0x0000,
  affectedSopClassUid: 0x0002,
  requestedSopClassUid: 0x0003,
  commandField: 0x0100,
  messageId: 0x0110,
  messageIdBeingRespondedTo: 0x0120,
  priority: 0x0700,
  commandDataSetType: 0x0800,
  status: 0x0900,
  errorComment: 0x0902,
  affectedSopInstanceUid: 0x1000,
  requestedSopInstanceUid: 0x1001,
} as const;

/** Command Data Set Type (0000,0800) when no data set follows; every other value means that one does. */
export const NO_DATA_SET = 0x0101;
export const DATA_SET_FOLLOWS = 0x0001;

/** Longest command set that we take. The largest that the standard's messages need is about a kilobyte. */
export const MAX_COMMAND_SET_BYTES = 64 * 1024;

/** A decoded command set. Values that are missing or of the wrong length are null. */
export class CommandSet {
  readonly #values: ReadonlyMap<number, Buffer>;

  constructor(values: ReadonlyMap<number, Buffer>) {
    this.#values = values;
  }

  uint16(element: number): number | null {
    const value = this.#values.get(element);
    return value?.length === 2 ? value.readUInt16LE(0) : null;
  }

  /** Text or a UID without its padding; empty when missing. */
  text(element: number): string {
    return trimPadding(this.#values.get(element)?.toString('latin1') ?? '');
  }

  get hasDataSet(): boolean {
    return this.uint16(COMMAND_ELEMENT.commandDataSetType) !== NO_DATA_SET;
  }
}

/**
 * Decodes a whole command set: Implicit VR Little Endian, group 0000 only (PS3.7 section 6.3.1). The group length is
 * not relied on, and the order of elements does not matter: devices get both wrong.
 */
export function decodeCommandSet(bytes: Buffer): Result<CommandSet, 'malformed-command'> {
  const values = new Map<number, Buffer>();
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes.length - offset < 8) return err('malformed-command');
    const group = bytes.readUInt16LE(offset);
    const element = bytes.readUInt16LE(offset + 2);
    const end = offset + 8 + bytes.readUInt32LE(offset + 4);
    if (group !== 0 || end > bytes.length) return err('malformed-command');
    values.set(element, bytes.subarray(offset + 8, end));
    offset = end;
  }
  return ok(new CommandSet(values));
}

export interface CommandValue {
  readonly element: number;
  /** A number is US (two bytes), text is a UID (padded by NUL) or, for Error Comment, LO (padded by a space). */
  readonly value: number | string;
}

/** @param values in rising order of elements, without the group length, which is added */
export function encodeCommandSet(values: readonly CommandValue[]): Buffer {
  const elements = values.map(({ element, value }) => {
    const bytes = typeof value === 'number' ? encodeUint16(value) : encodeText(element, value);
    return Buffer.concat([encodeHeader(element, bytes.length), bytes]);
  });
  const groupLength = Buffer.alloc(4);
  groupLength.writeUInt32LE(elements.reduce((sum, element) => sum + element.length, 0));
  return Buffer.concat([encodeHeader(COMMAND_ELEMENT.groupLength, 4), groupLength, ...elements]);
}

function encodeHeader(element: number, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(element, 2);
  header.writeUInt32LE(length, 4);
  return header;
}

function encodeUint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function encodeText(element: number, text: string): Buffer {
  const padding = element === COMMAND_ELEMENT.errorComment ? ' ' : '\0';
  return Buffer.from(text.length % 2 === 0 ? text : text + padding, 'latin1');
}
