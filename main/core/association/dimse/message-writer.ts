import { PDU_HEADER_BYTES, PDU_TYPE, PDV_HEADER_BYTES } from '../pdu/pdu-type.ts';

/** How messages are cut into PDUs; only tests and benches ask for anything but the default. */
export interface MessageShape {
  /** Longest P-DATA-TF variable field, in bytes; the peer's own maximum is kept in any case. */
  readonly maxPduBytes: number;
  /** Fragments in each P-DATA-TF of a data set. */
  readonly pdvsPerPdu: number;
  /** Puts the command and the first fragments of the data set into one P-DATA-TF. */
  readonly joinsCommandAndData: boolean;
}

/** The part of the upper layer that a message is written to. */
export interface MessageOutlet {
  /** @returns false when the association is over */
  sendData(...parts: readonly Buffer[]): boolean;
  readonly needsDrain: boolean;
  onceDrained(): Promise<void>;
}

/** Default when a peer does not name its maximum: what every implementation takes. */
const CAUTIOUS_MAX_PDU_BYTES = 16_384;
/** Below, hardly a fragment fits; a peer that offers so little is held to this instead. */
const SMALLEST_MAX_PDU_BYTES = 128;

/** Written in one system call: an image mostly leaves whole, with its command, and wakes its receiver once. */
const BATCH_BYTES = 0x100000;

const LAST = 0x02;
const COMMAND = 0x01;

/**
 * @param offeredByPeer Maximum Length that the peer named; 0 is no limit, null when it named none
 * @param ownLimit longest PDU that we like to send
 */
export function chooseMaxPduBytes(offeredByPeer: number | null, ownLimit: number): number {
  if (offeredByPeer === 0) return ownLimit;
  return Math.max(SMALLEST_MAX_PDU_BYTES, Math.min(offeredByPeer ?? CAUTIOUS_MAX_PDU_BYTES, ownLimit));
}

/**
 * Writes one message as P-DATA-TF PDUs without copying the data set: PDU and PDV headers go out between slices of it.
 * A fragment waits until it is known whether it is the last.
 */
export class MessageWriter {
  readonly #outlet: MessageOutlet;
  readonly #contextId: number;
  readonly #shape: MessageShape;
  /** Even, as PS3.8 Annex E.1 asks of every fragment but the data set's own odd end. */
  readonly #fragmentLimit: number;
  /** PDVs of the present PDU, headers and slices alternating as they will be written. */
  #pdu: Buffer[] = [];
  #pduBytes = 0;
  #pdvCount = 0;
  /** PDUs that have not been handed to the outlet. */
  #batch: Buffer[] = [];
  #batchBytes = 0;
  #fragment: Buffer[] = [];
  #fragmentBytes = 0;

  constructor(outlet: MessageOutlet, contextId: number, shape: MessageShape) {
    this.#outlet = outlet;
    this.#contextId = contextId;
    this.#shape = shape;
    const share = Math.floor(shape.maxPduBytes / shape.pdvsPerPdu) - PDV_HEADER_BYTES;
    this.#fragmentLimit = Math.max(2, share - (share % 2));
  }

  /** @returns false when the association is over */
  writeCommand(command: Buffer, hasDataSet: boolean): boolean {
    const limit = this.#shape.maxPduBytes - PDV_HEADER_BYTES;
    const step = limit - (limit % 2);
    for (let offset = 0; offset < command.length; offset += step) {
      const part = command.subarray(offset, offset + step);
      if (!this.#hasRoomFor(part.length)) this.#endPdu();
      this.#addPdv([part], part.length, COMMAND | (offset + step >= command.length ? LAST : 0));
    }
    if (!hasDataSet || !this.#shape.joinsCommandAndData) this.#endPdu();
    return hasDataSet ? true : this.#sendBatch();
  }

  /** Takes the next bytes of the data set. @returns false when the association is over */
  writeData(slice: Buffer): boolean | Promise<boolean> {
    let offset = 0;
    while (offset < slice.length) {
      if (this.#fragmentBytes === this.#fragmentLimit) this.#endFragment(0);
      const part = slice.subarray(offset, offset + this.#fragmentLimit - this.#fragmentBytes);
      this.#fragment.push(part);
      this.#fragmentBytes += part.length;
      offset += part.length;
    }
    return this.#batchBytes < BATCH_BYTES ? true : this.#sendBatchAndWait();
  }

  /** The data set is whole; its last fragment goes out, empty when the data set is. */
  endData(): Promise<boolean> {
    this.#endFragment(LAST);
    this.#endPdu();
    return this.#sendBatchAndWait();
  }

  #endFragment(control: number): void {
    if (!this.#hasRoomFor(this.#fragmentBytes)) this.#endPdu();
    this.#addPdv(this.#fragment, this.#fragmentBytes, control);
    this.#fragment = [];
    this.#fragmentBytes = 0;
    if (this.#pdvCount === this.#shape.pdvsPerPdu) this.#endPdu();
  }

  #hasRoomFor(fragmentBytes: number): boolean {
    return this.#pduBytes + PDV_HEADER_BYTES + fragmentBytes <= this.#shape.maxPduBytes;
  }

  #addPdv(slices: readonly Buffer[], fragmentBytes: number, control: number): void {
    const header = Buffer.alloc(PDV_HEADER_BYTES);
    header.writeUInt32BE(fragmentBytes + 2);
    header.writeUInt8(this.#contextId, 4);
    header.writeUInt8(control, 5);
    this.#pdu.push(header, ...slices);
    this.#pduBytes += PDV_HEADER_BYTES + fragmentBytes;
    this.#pdvCount += 1;
  }

  #endPdu(): void {
    if (this.#pdvCount === 0) return;
    const header = Buffer.alloc(PDU_HEADER_BYTES);
    header.writeUInt8(PDU_TYPE.data);
    header.writeUInt32BE(this.#pduBytes, 2);
    const parts = [header, ...this.#pdu];
    this.#batchBytes += PDU_HEADER_BYTES + this.#pduBytes;
    this.#pdu = [];
    this.#pduBytes = 0;
    this.#pdvCount = 0;
    // A small PDU is one buffer; a data set is never copied.
    const isSmall = parts.length <= 4 && parts.every((part) => part.length < 1024);
    if (isSmall) this.#batch.push(Buffer.concat(parts));
    else this.#batch.push(...parts);
  }

  #sendBatch(): boolean {
    if (this.#batch.length === 0) return true;
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    return this.#outlet.sendData(...batch);
  }

  async #sendBatchAndWait(): Promise<boolean> {
    if (!this.#sendBatch()) return false;
    if (this.#outlet.needsDrain) await this.#outlet.onceDrained();
    return true;
  }
}
