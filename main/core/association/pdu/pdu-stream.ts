import { giveBack } from '../../shared/receive-buffers.ts';
import { explainUnknownStart } from './unknown-protocol.ts';
import { ABORT_REASON, providerFault, type AbortReason, type PduFault } from './pdu-fault.ts';
import {
  isPduType,
  MAX_CONTROL_PDU_BYTES,
  PDU_HEADER_BYTES,
  PDU_NAME,
  PDU_TYPE,
  PDV_HEADER_BYTES,
  SHORT_PDU_BYTES,
  type PduType,
} from './pdu-type.ts';

/** Takes what a `PduStream` finds. Any of these may call `hold` or `stop` on the stream. */
export interface PduConsumer {
  /** A whole PDU other than P-DATA-TF. `body` is what follows the header. */
  onControlPdu(type: Exclude<PduType, typeof PDU_TYPE.data>, body: Buffer): void;
  /** The header of a P-DATA-TF has come; its items follow. */
  onDataPdu(): void;
  onPdvStart(contextId: number, isCommand: boolean): void;
  /** Next bytes of the PDV's fragment; a view into a socket chunk, never empty, valid until it is given back. */
  onFragment(slice: Buffer): void;
  onPdvEnd(isLast: boolean): void;
  /** The bytes are no PDU. The stream has stopped: nothing after this can be understood. */
  onFault(fault: PduFault): void;
}

/** `pdv-end` needs no bytes; it is a step of its own because a consumer may hold the stream after the last fragment. */
type Expecting = 'pdu-header' | 'control-body' | 'pdv-header' | 'fragment' | 'pdv-end';

/** Message control header of a PDV (PS3.8 Annex E.2). */
const CONTROL_IS_COMMAND = 0x01;
const CONTROL_IS_LAST = 0x02;

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Cuts the bytes of a connection into PDUs. Fragments of P-DATA-TF are handed on as they come, without copying and
 * without waiting for the PDU to be complete, so that memory does not depend on the PDU length; only the other PDUs,
 * which are small, are gathered.
 */
export class PduStream {
  readonly #consumer: PduConsumer;
  readonly #maxDataPduBytes: number;
  readonly #queue: Buffer[] = [];
  #chunk: Buffer = NOTHING;
  #offset = 0;
  /** Bytes of the present chunk that were read here and not handed on. */
  #ownBytes = 0;
  readonly #header = Buffer.alloc(Math.max(PDU_HEADER_BYTES, PDV_HEADER_BYTES));
  #headerBytes = 0;
  #expecting: Expecting = 'pdu-header';
  #controlType: PduType = PDU_TYPE.abort;
  #controlParts: Buffer[] = [];
  /** Bytes of the present PDU that have not come yet, the present PDV's included. */
  #pduRemaining = 0;
  #pdvRemaining = 0;
  #isLastPdv = false;
  #holds = 0;
  #isStopped = false;
  #isRunning = false;

  /** @param maxDataPduBytes longest variable field of a P-DATA-TF, as offered to the peer */
  constructor(consumer: PduConsumer, maxDataPduBytes: number) {
    this.#consumer = consumer;
    this.#maxDataPduBytes = maxDataPduBytes;
  }

  /** True while bytes wait for a `release`: whoever reads the socket should pause. */
  get isBlocked(): boolean {
    return this.#holds > 0 && !this.#isStopped;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** True when the peer stopped in the middle of a PDU. */
  get isInsidePdu(): boolean {
    return this.#expecting !== 'pdu-header' || this.#headerBytes > 0;
  }

  push(chunk: Buffer): void {
    if (this.#isStopped) return;
    this.#queue.push(chunk);
    this.#run();
  }

  /** Delivers nothing more until as many `release` calls came. */
  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    this.#run();
  }

  /** Throws away what waits and whatever comes. */
  stop(): void {
    this.#isStopped = true;
    this.#queue.length = 0;
    this.#chunk = NOTHING;
    this.#ownBytes = 0;
    this.#offset = 0;
    this.#controlParts = [];
  }

  #run(): void {
    if (this.#isRunning) return; // a consumer released what it held within its own call: the loop below goes on
    this.#isRunning = true;
    try {
      while (this.#holds === 0 && !this.#isStopped && this.#hasWork()) this.#step();
    } finally {
      this.#isRunning = false;
    }
  }

  #hasWork(): boolean {
    if (this.#expecting === 'pdv-end' || this.#offset < this.#chunk.length) return true;
    giveBack(this.#chunk, this.#ownBytes);
    this.#ownBytes = 0;
    this.#chunk = this.#queue.shift() ?? NOTHING;
    this.#offset = 0;
    return this.#chunk.length > 0;
  }

  #step(): void {
    switch (this.#expecting) {
      case 'pdu-header':
        if (this.#gatherHeader(PDU_HEADER_BYTES)) this.#startPdu();
        break;
      case 'control-body':
        this.#gatherControl();
        break;
      case 'pdv-header':
        if (this.#gatherHeader(PDV_HEADER_BYTES)) this.#startPdv();
        break;
      case 'fragment':
        this.#passFragment();
        break;
      case 'pdv-end':
        this.#endPdv();
        break;
    }
  }

  /** @returns true when all bytes of the header have come */
  #gatherHeader(wanted: number): boolean {
    const taken = this.#chunk.copy(
      this.#header,
      this.#headerBytes,
      this.#offset,
      this.#offset + wanted - this.#headerBytes,
    );
    this.#offset += taken;
    this.#ownBytes += taken;
    this.#headerBytes += taken;
    if (this.#headerBytes < wanted) return false;
    this.#headerBytes = 0;
    return true;
  }

  #startPdu(): void {
    const type = this.#header.readUInt8(0);
    const length = this.#header.readUInt32BE(2);
    if (!isPduType(type)) {
      this.#fail(ABORT_REASON.unrecognizedPdu, explainUnknownStart(this.#header));
      return;
    }
    const limit = type === PDU_TYPE.data ? this.#maxDataPduBytes : MAX_CONTROL_PDU_BYTES;
    if (length > limit) {
      const detail = `its ${PDU_NAME[type]} claims ${length} bytes, more than the ${limit} that are allowed`;
      this.#fail(ABORT_REASON.invalidParameterValue, detail);
      return;
    }
    this.#pduRemaining = length;
    if (type === PDU_TYPE.data) {
      if (length < PDV_HEADER_BYTES) {
        this.#fail(ABORT_REASON.invalidParameterValue, 'its P-DATA-TF is too short to hold anything');
        return;
      }
      this.#expecting = 'pdv-header';
      this.#consumer.onDataPdu();
      return;
    }
    if (length < SHORT_PDU_BYTES) {
      this.#fail(ABORT_REASON.invalidParameterValue, `its ${PDU_NAME[type]} is too short`);
      return;
    }
    this.#controlType = type;
    this.#expecting = 'control-body';
  }

  #gatherControl(): void {
    const part = this.#takeSlice(this.#pduRemaining);
    this.#pduRemaining -= part.length;
    this.#controlParts.push(part);
    if (this.#pduRemaining > 0) return;
    const [first, second] = this.#controlParts;
    const body = first && !second ? first : Buffer.concat(this.#controlParts);
    this.#controlParts = [];
    this.#expecting = 'pdu-header';
    if (this.#controlType !== PDU_TYPE.data) this.#consumer.onControlPdu(this.#controlType, body);
  }

  #startPdv(): void {
    // The item length counts the context ID and the message control header, which are already read.
    const fragmentBytes = this.#header.readUInt32BE(0) - 2;
    this.#pduRemaining -= PDV_HEADER_BYTES;
    if (fragmentBytes < 0 || fragmentBytes > this.#pduRemaining) {
      this.#fail(
        ABORT_REASON.invalidParameterValue,
        'the length of a fragment does not fit the P-DATA-TF around it',
      );
      return;
    }
    const control = this.#header.readUInt8(5);
    this.#pdvRemaining = fragmentBytes;
    this.#isLastPdv = (control & CONTROL_IS_LAST) !== 0;
    this.#expecting = fragmentBytes === 0 ? 'pdv-end' : 'fragment';
    this.#consumer.onPdvStart(this.#header.readUInt8(4), (control & CONTROL_IS_COMMAND) !== 0);
  }

  #passFragment(): void {
    const slice = this.#takeSlice(this.#pdvRemaining);
    this.#pdvRemaining -= slice.length;
    this.#pduRemaining -= slice.length;
    if (this.#pdvRemaining === 0) this.#expecting = 'pdv-end';
    this.#consumer.onFragment(slice);
  }

  #endPdv(): void {
    if (this.#pduRemaining > 0 && this.#pduRemaining < PDV_HEADER_BYTES) {
      this.#fail(
        ABORT_REASON.invalidParameterValue,
        'bytes are left over after the last fragment of a P-DATA-TF',
      );
      return;
    }
    this.#expecting = this.#pduRemaining > 0 ? 'pdv-header' : 'pdu-header';
    this.#consumer.onPdvEnd(this.#isLastPdv);
  }

  #takeSlice(wantedBytes: number): Buffer {
    const end = Math.min(this.#offset + wantedBytes, this.#chunk.length);
    const slice = this.#chunk.subarray(this.#offset, end);
    this.#offset = end;
    return slice;
  }

  #fail(reason: AbortReason, detail: string): void {
    this.stop();
    this.#consumer.onFault(providerFault(reason, detail));
  }
}
