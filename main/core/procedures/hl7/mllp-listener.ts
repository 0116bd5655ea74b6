import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from '../../shared/logger.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { MllpFrames, toMllpBlock } from './mllp-frames.ts';

export interface MllpListenerOptions {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  /** Silence after which a connection is closed. */
  readonly idleTimeoutMs: number;
  readonly maxMessageBytes: number;
}

/** @returns the answer to one message; never rejects */
export type MessageHandler = (message: Buffer, peerAddress: string) => Promise<Buffer>;

/** Takes HL7 messages over TCP, one answer for each, in order. */
export class MllpListener {
  readonly #options: MllpListenerOptions;
  readonly #handle: MessageHandler;
  readonly #logger: Logger;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: MllpListenerOptions, handle: MessageHandler, logger: Logger) {
    this.#options = options;
    this.#handle = handle;
    this.#logger = logger;
    this.#server = createServer((socket) => {
      this.#accept(socket);
    });
    this.#server.maxConnections = options.maxConnections;
  }

  /** @returns the port in use, or why it cannot be, in plain words */
  listen(): Promise<Result<number, string>> {
    const { host, port } = this.#options;
    return new Promise((resolve) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        resolve(err(explain(error, port)));
      });
      this.#server.listen(port, host, () => {
        this.#server.removeAllListeners('error');
        this.#server.on('error', (error) => {
          this.#logger.error('The HL7 listener failed.', { err: error });
        });
        const address = this.#server.address();
        resolve(ok(typeof address === 'object' && address !== null ? address.port : port));
      });
    });
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }

  #accept(socket: Socket): void {
    const frames = new MllpFrames(this.#options.maxMessageBytes);
    const peerAddress = socket.remoteAddress ?? '';
    let turn: Promise<void> = Promise.resolve();
    this.#sockets.add(socket);
    socket.setTimeout(this.#options.idleTimeoutMs, () => socket.destroy());
    socket.on('error', (error) => {
      this.#logger.debug('An HL7 connection broke.', { err: error });
    });
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (frames.isInside)
        this.#logger.warn(`The HL7 sender at ${peerAddress} hung up in the middle of a message.`);
    });
    socket.on('data', (chunk: Buffer) => {
      const { messages, fault } = frames.push(chunk);
      for (const message of messages) {
        turn = turn.then(() => this.#answer(socket, message, peerAddress));
      }
      if (messages.length > 0) {
        socket.pause(); // a sender that does not wait for answers waits here
        void turn.then(() => socket.resume());
      }
      if (fault === null) return;
      this.#logger.warn(
        fault === 'too-long'
          ? `The HL7 sender at ${peerAddress} sent a message longer than ${this.#options.maxMessageBytes} bytes.`
          : `Something that is not HL7 called the HL7 port from ${peerAddress}.`,
      );
      void turn.then(() => socket.destroy());
    });
  }

  async #answer(socket: Socket, message: Buffer, peerAddress: string): Promise<void> {
    const answer = await this.#handle(message, peerAddress);
    if (!socket.destroyed) socket.write(toMllpBlock(answer));
  }
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Choose another one for HL7.`;
  if (error.code === 'EACCES') return `This program may not use port ${port}. Choose one above 1023 for HL7.`;
  return `The HL7 listener cannot use port ${port}: ${error.message}`;
}
