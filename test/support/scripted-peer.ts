import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One step of a script: what the peer does next. */
export type PeerStep =
  | { readonly send: Buffer }
  /** Sends byte by byte, each in a packet of its own as far as the system allows. */
  | { readonly dribble: Buffer }
  /** Waits for a whole PDU of this type; anything else fails the script. */
  | { readonly expectPdu: number }
  /** Waits until the other side has closed; PDUs that come first are kept in `received`. */
  | { readonly expectClose: true }
  /** Closes in good order (FIN). */
  | { readonly close: true }
  /** Cuts the connection (RST). */
  | { readonly reset: true };

const PDU_HEADER_BYTES = 6;

/** A raw connection that does what a script says, right or wrong: the bad company that a DICOM port has to live with. */
export class ScriptedPeer {
  readonly #socket: Socket;
  /** Whole PDUs that came and no step has asked for. */
  readonly received: Buffer[] = [];
  #rest = Buffer.alloc(0);
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      this.#cut();
      this.#wake();
    });
    socket.on('error', () => undefined); // a reset by the other side is seen as a close
    socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  static async connect(port: number): Promise<ScriptedPeer> {
    const socket = connect({ host: '127.0.0.1', port });
    const peer = new ScriptedPeer(socket);
    await once(socket, 'connect');
    return peer;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Stops reading, as a hung program would. */
  stopReading(): void {
    this.#socket.pause();
  }

  async play(steps: readonly PeerStep[]): Promise<void> {
    for (const step of steps) await this.#do(step);
  }

  /** @returns the next PDU, or null when the other side closed first */
  async nextPdu(): Promise<Buffer | null> {
    while (this.received.length === 0 && !this.#isClosed) await this.#untilSomethingHappens();
    return this.received.shift() ?? null;
  }

  async untilClosed(): Promise<void> {
    while (!this.#isClosed) await this.#untilSomethingHappens();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  async #do(step: PeerStep): Promise<void> {
    if ('send' in step) this.#socket.write(step.send);
    else if ('dribble' in step) await this.#dribble(step.dribble);
    else if ('expectPdu' in step) await this.#expectPdu(step.expectPdu);
    else if ('expectClose' in step) await this.untilClosed();
    else if ('close' in step) this.#socket.end();
    else this.#socket.resetAndDestroy();
  }

  async #dribble(bytes: Buffer): Promise<void> {
    for (let offset = 0; offset < bytes.length; offset += 1) {
      await new Promise((resolve) => this.#socket.write(bytes.subarray(offset, offset + 1), resolve));
    }
  }

  async #expectPdu(type: number): Promise<void> {
    const pdu = await this.nextPdu();
    if (pdu?.[0] === type) return;
    throw new Error(
      `expected PDU type ${type}, got ${pdu ? pdu.toString('hex').slice(0, 40) : 'a closed connection'}`,
    );
  }

  #untilSomethingHappens(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #cut(): void {
    while (this.#rest.length >= PDU_HEADER_BYTES) {
      const end = PDU_HEADER_BYTES + this.#rest.readUInt32BE(2);
      if (this.#rest.length < end) return;
      this.received.push(this.#rest.subarray(0, end));
      this.#rest = this.#rest.subarray(end);
    }
  }
}

/** Listens on loopback and plays the same script to everyone who connects. */
export class ScriptedServer {
  readonly port: number;
  readonly peers: ScriptedPeer[] = [];
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async listen(script: (peer: ScriptedPeer) => Promise<void>): Promise<ScriptedServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const scripted = new ScriptedServer(server, (server.address() as AddressInfo).port); // it listens: it has one
    server.on('connection', (socket) => {
      const peer = new ScriptedPeer(socket);
      scripted.peers.push(peer);
      script(peer).catch(() => peer.destroy());
    });
    return scripted;
  }

  close(): void {
    for (const peer of this.peers) peer.destroy();
    this.#server.close();
  }
}
