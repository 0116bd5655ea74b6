import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { giveBack } from '../../shared/receive-buffers.ts';
import { readIntoPool } from './pooled-socket.ts';

export interface TransportUser {
  onBytes(chunk: Buffer): void;
  /** Exactly once. `errorCode` is the system's, such as ECONNRESET, or null. */
  onClosed(errorCode: string | null): void;
}

/** After our last words so much is read and thrown away for the peer to see them; then the connection is cut. */
const MAX_DISCARDED_BYTES = 8 * 1024 * 1024;

/** A TCP connection as the upper layer sees it. Owns the socket. */
export class Transport {
  readonly #socket: Socket;
  readonly #user: TransportUser;
  #isDiscarding = false;
  #discardedBytes = 0;
  #errorCode: string | null = null;
  #needsDrain = false;
  #lastActivityAtMs = performance.now();

  /** @param isAccepted a connection that a listener took and that has not been read from yet */
  constructor(accepted: Socket, user: TransportUser, isAccepted: boolean) {
    this.#user = user;
    const onBytes = (chunk: Buffer) => {
      this.#lastActivityAtMs = performance.now();
      if (this.#isDiscarding) this.#discard(chunk);
      else user.onBytes(chunk);
    };
    this.#socket = isAccepted ? readIntoPool(accepted, onBytes) : accepted.on('data', onBytes);
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.on('drain', () => {
      this.#needsDrain = false;
      this.#lastActivityAtMs = performance.now();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#errorCode ??= error.code ?? error.name;
    });
    socket.on('close', () => {
      user.onClosed(this.#errorCode);
    });
    if (isAccepted) socket.resume();
  }

  /** From `performance.now()`: when bytes last came, or the peer had read what waited for it. */
  get lastActivityAtMs(): number {
    return this.#lastActivityAtMs;
  }

  get isGone(): boolean {
    return this.#socket.destroyed;
  }

  /** True while the peer has not read what was written. */
  get needsDrain(): boolean {
    return this.#needsDrain;
  }

  onceConnected(listener: () => void): void {
    this.#socket.once(this.#socket instanceof TLSSocket ? 'secureConnect' : 'connect', listener);
  }

  /** Settles when the peer has read enough, or when the connection is gone. */
  onceDrained(): Promise<void> {
    if (!this.#needsDrain || this.#socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.once('drain', done);
      this.#socket.once('close', done);
    });
  }

  /** Writes the parts in one system call. They must not change until they are written. */
  write(parts: readonly Buffer[]): void {
    if (parts.length > 1) this.#socket.cork();
    for (const part of parts) this.#socket.write(part);
    if (parts.length > 1) this.#socket.uncork();
    this.#needsDrain = this.#socket.writableNeedDrain;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  /**
   * Writes what is the last thing to say. Only our half is closed: with unread bytes waiting, the system would reset
   * the connection, and the peer would lose these words. What still comes in is thrown away.
   */
  sayLast(bytes: Buffer): void {
    this.#isDiscarding = true;
    if (!this.#socket.writableEnded) this.#socket.end(bytes);
    this.resume();
  }

  /** Cuts the connection without a word. */
  destroy(): void {
    this.#socket.destroy();
  }

  #discard(chunk: Buffer): void {
    this.#discardedBytes += chunk.length;
    giveBack(chunk);
    if (this.#discardedBytes > MAX_DISCARDED_BYTES) this.#socket.destroy();
  }
}
