import { Hl7Receiver, type Hl7Counts, type Hl7ReceiverParts } from './hl7-receiver.ts';
import { MllpListener } from './mllp-listener.ts';

export interface Hl7Options {
  readonly host: string;
  /** Null: no HL7. 0 takes any free port. */
  readonly port: number | null;
}

export interface Hl7State extends Hl7Counts {
  /** Null while nothing listens. */
  readonly port: number | null;
  /** Why nothing listens although it should, in plain words. */
  readonly problem: string | null;
}

const MAX_CONNECTIONS = 16;
const IDLE_TIMEOUT_MS = 600_000;
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The HL7 listener and what came over it. */
export class Hl7Line {
  readonly #options: Hl7Options;
  readonly #receiver: Hl7Receiver;
  readonly #parts: Hl7ReceiverParts;
  #listener: MllpListener | null = null;
  #port: number | null = null;
  #problem: string | null = null;

  constructor(options: Hl7Options, parts: Hl7ReceiverParts) {
    this.#options = options;
    this.#parts = parts;
    this.#receiver = new Hl7Receiver(parts);
  }

  get state(): Hl7State {
    return { ...this.#receiver.counts, port: this.#port, problem: this.#problem };
  }

  async start(): Promise<void> {
    const { host, port } = this.#options;
    if (port === null) return;
    const listener = new MllpListener(
      {
        host,
        port,
        maxConnections: MAX_CONNECTIONS,
        idleTimeoutMs: IDLE_TIMEOUT_MS,
        maxMessageBytes: MAX_MESSAGE_BYTES,
      },
      (message, peerAddress) => this.#receiver.receive(message, peerAddress),
      this.#parts.logger,
    );
    const listening = await listener.listen();
    if (!listening.ok) {
      this.#problem = listening.error;
      this.#parts.logger.warn(listening.error);
      return;
    }
    this.#listener = listener;
    this.#port = listening.value;
    this.#parts.logger.info(`HL7 messages are taken on port ${listening.value}.`);
  }

  async close(): Promise<void> {
    await this.#listener?.close();
    this.#listener = null;
    this.#port = null;
  }
}
