import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PduCutter, type SeenPdu } from './pdu-cutter.ts';

/** Begin of an answer that is no DICOM, enough to tell what it is. */
const MAX_FIRST_BYTES = 256;

/**
 * Stands between the independent client and the station that it calls: on loopback on the one side, on the connection that
 * was opened (and encrypted) on the other. So the client cannot touch the network by itself, and what the other station
 * says is seen as it is, also where the client does not understand it.
 */
export class EchoRelay {
  readonly port: number;
  /** Begin of what the station said. */
  firstBytes: Buffer = Buffer.alloc(0);
  readonly pdus: readonly SeenPdu[];
  /** When our client's first bytes went out. */
  askedAtMs: number | null = null;
  /** Null while the station has not closed the connection. */
  closedAtMs: number | null = null;
  closeCode: string | null = null;
  readonly #server: Server;
  readonly #station: Socket;
  readonly #cutter = new PduCutter();
  #client: Socket | null = null;
  #onNews: () => void;
  readonly #onAsked: () => void;

  private constructor(server: Server, station: Socket, onNews: () => void, onAsked: () => void) {
    this.port = (server.address() as AddressInfo).port; // it listens: it has one
    this.pdus = this.#cutter.pdus;
    this.#server = server;
    this.#station = station;
    this.#onNews = onNews;
    this.#onAsked = onAsked;
    server.once('connection', (client) => {
      server.close();
      this.#join(client);
    });
    if (station.destroyed) this.closedAtMs = performance.now();
    station.on('error', (error: NodeJS.ErrnoException) => {
      this.closeCode = error.code ?? error.name;
    });
    station.once('close', () => {
      this.closedAtMs ??= performance.now();
      this.#client?.end();
      this.#onNews();
    });
    station.once('end', () => {
      this.closedAtMs ??= performance.now();
      this.#onNews();
    });
    station.on('data', (chunk: Buffer) => {
      this.#look(chunk);
      this.#client?.write(chunk);
      this.#onNews();
    });
    station.pause();
  }

  /**
   * @param onNews called after each change of what is seen
   * @param onAsked called once, when the client's call goes out
   */
  static async open(station: Socket, onNews: () => void, onAsked: () => void): Promise<EchoRelay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new EchoRelay(server, station, onNews, onAsked);
  }

  close(): void {
    this.#onNews = () => undefined;
    this.#server.close();
    this.#client?.destroy();
    this.#station.destroy();
  }

  #join(client: Socket): void {
    this.#client = client;
    client.on('error', () => undefined); // the worker was ended
    client.on('data', (chunk: Buffer) => {
      if (this.askedAtMs === null) {
        this.askedAtMs = performance.now();
        this.#onAsked();
      }
      this.#station.write(chunk);
    });
    client.once('end', () => this.#station.end());
    this.#station.resume();
  }

  #look(chunk: Buffer): void {
    if (this.firstBytes.length < MAX_FIRST_BYTES) {
      this.firstBytes = Buffer.concat([this.firstBytes, chunk]).subarray(0, MAX_FIRST_BYTES);
    }
    this.#cutter.push(chunk);
  }
}
