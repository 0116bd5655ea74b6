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
  moveDestination: 0x0600,
  priority: 0x0700,
  commandDataSetType: 0x0800,
  status: 0x0900,
  offendingElement: 0x0901,
  errorComment: 0x0902,
  affectedSopInstanceUid: 0x1000,
  requestedSopInstanceUid: 0x1001,
  eventTypeId: 0x1002,
  attributeIdentifierList: 0x1005,
  actionTypeId: 0x1008,
  remainingSubOperations: 0x1020,
  completedSubOperations: 0x1021,
  failedSubOperations: 0x1022,
  warningSubOperations: 0x1023,
  moveOriginatorAeTitle: 0x1030,
  moveOriginatorMessageId: 0x1031,
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

  /** Attribute tags (VR AT), as 32-bit numbers; those that are whole. */
  tags(element: number): readonly number[] {
    const value = this.#values.get(element) ?? Buffer.alloc(0);
    return Array.from(
      { length: Math.floor(value.length / 4) },
      (_, index) => value.readUInt16LE(4 * index) * 0x1_0000 + value.readUInt16LE(4 * index + 2),
    );
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
  /** A number is US (two bytes), a list is AT (tags), text is a UID (padded by NUL) or other text (padded by a space). */
  readonly value: number | string | readonly number[];
}

/** Text that is no UID: Move Destination and Move Originator (AE), Error Comment (LO). */
const PADDED_BY_SPACE: ReadonlySet<number> = new Set([
  COMMAND_ELEMENT.moveDestination,
  COMMAND_ELEMENT.errorComment,
  COMMAND_ELEMENT.moveOriginatorAeTitle,
]);

/** @param values in rising order of elements, without the group length, which is added */
export function encodeCommandSet(values: readonly CommandValue[]): Buffer {
  const elements = values.map(({ element, value }) => {
    const bytes = encodeValue(element, value);
    return Buffer.concat([encodeHeader(element, bytes.length), bytes]);
  });
  const groupLength = Buffer.alloc(4);
  groupLength.writeUInt32LE(elements.reduce((sum, element) => sum + element.length, 0));
  return Buffer.concat([encodeHeader(COMMAND_ELEMENT.groupLength, 4), groupLength, ...elements]);
}

function encodeValue(element: number, value: CommandValue['value']): Buffer {
  if (typeof value === 'number') return encodeUint16(value);
  return typeof value === 'string' ? encodeText(element, value) : encodeTags(value);
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
  const padding = PADDED_BY_SPACE.has(element) ? ' ' : '\0';
  return Buffer.from(text.length % 2 === 0 ? text : text + padding, 'latin1');
}

function encodeTags(tags: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * tags.length);
  tags.forEach((tag, index) => {
    bytes.writeUInt16LE(tag >>> 16, 4 * index);
    bytes.writeUInt16LE(tag & 0xffff, 4 * index + 2);
  });
  return bytes;
}
