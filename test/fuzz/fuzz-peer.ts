import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { NO_USER_INFORMATION } from '../../main/core/association/pdu/associate-pdu.ts';
import { associateRequest, command, echoRequest } from '../integration/association/raw-pdus.ts';
import { FUZZ_CONTEXTS, toProposedContexts } from './fuzz-contexts.ts';
import type { FuzzCase } from './random-case.ts';

/** What came of a case. */
export type CaseOutcome = 'answered' | 'ended' | 'hung';

const ECHO_ID = 0x7777;
const ECHO_CONTEXT = FUZZ_CONTEXTS[0]!.id;
/** Message ID Being Responded To (0000,0120) with that number, as it stands in a response. */
const ECHO_ANSWER = Buffer.from('00002001020000007777', 'hex');
const ACCEPT = 0x02;
const GOODBYES: ReadonlySet<number | undefined> = new Set([0x06, 0x07]);
const PDU_HEADER_BYTES = 6;

/** One who calls the station again and again, and does to it what the cases say. */
export class FuzzPeer {
  readonly #port: number;
  readonly #deadlineMs: number;
  #socket: Socket | null = null;
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  constructor(port: number, deadlineMs: number) {
    this.#port = port;
    this.#deadlineMs = deadlineMs;
  }

  async play({ bytes, framing, isOpening }: FuzzCase): Promise<CaseOutcome> {
    if (isOpening) {
      this.close();
      await this.#connect();
    } else if (!(await this.#associate())) return 'hung';
    this.#write(bytes);
    if (framing === 'broken') {
      this.#socket?.end();
      return this.#until(() => this.#socket === null, 'ended');
    }
    this.#write(command(ECHO_CONTEXT, echoRequest(ECHO_ID)));
    const outcome = await this.#until(
      () => this.#socket === null || this.#isGoodbye() || this.#received.includes(ECHO_ANSWER),
      'answered',
    );
    const isOver = !this.#received.includes(ECHO_ANSWER);
    if (isOver) this.close();
    return outcome === 'answered' && isOver ? 'ended' : outcome;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  /** @returns false when the station did not let us in */
  async #associate(): Promise<boolean> {
    this.#received = Buffer.alloc(0);
    if (this.#socket) return true;
    await this.#connect();
    const userInformation = { ...NO_USER_INFORMATION, maxPduBytes: 16_384 };
    this.#write(associateRequest({ presentationContexts: toProposedContexts(), userInformation }));
    await this.#until(() => this.#socket === null || this.#isPduWhole(), 'answered');
    const isAccepted = this.#received[0] === ACCEPT;
    this.#received = Buffer.alloc(0);
    return isAccepted;
  }

  async #connect(): Promise<void> {
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    this.#received = Buffer.alloc(0);
    socket.on('error', () => undefined); // is seen as a close
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
      this.#wake();
    });
    this.#socket = socket;
    await once(socket, 'connect');
  }

  #isPduWhole(): boolean {
    const bytes = this.#received;
    return bytes.length >= PDU_HEADER_BYTES && bytes.length >= PDU_HEADER_BYTES + bytes.readUInt32BE(2);
  }

  #write(bytes: Buffer): void {
    this.#socket?.write(bytes);
  }

  /** After an A-RELEASE-RP or an A-ABORT it is for us to close. */
  #isGoodbye(): boolean {
    const bytes = this.#received;
    let at = 0;
    while (at + PDU_HEADER_BYTES <= bytes.length) {
      if (GOODBYES.has(bytes[at])) return true;
      at += PDU_HEADER_BYTES + bytes.readUInt32BE(at + 2);
    }
    return false;
  }

  async #until(condition: () => boolean, outcome: CaseOutcome): Promise<CaseOutcome> {
    const deadlineAtMs = performance.now() + this.#deadlineMs;
    const timer = setTimeout(() => {
      this.#wake();
    }, this.#deadlineMs);
    while (!condition() && performance.now() < deadlineAtMs) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    clearTimeout(timer);
    if (condition()) return outcome;
    this.close();
    return 'hung';
  }
}
