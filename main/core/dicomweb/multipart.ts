import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const LINE = '\r\n';

/** Writes a `multipart/related` answer part by part, waiting where the client reads slowly (PS3.18 section 8.7.1). */
export class MultipartWriter {
  readonly #response: ServerResponse;
  readonly #boundary = `bucky-${randomUUID()}`;

  constructor(response: ServerResponse, partType: string) {
    this.#response = response;
    response.writeHead(200, {
      'Content-Type': `multipart/related; type="${partType}"; boundary=${this.#boundary}`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
  }

  async part(contentType: string, content: Buffer): Promise<void> {
    await this.head(contentType, content.length);
    await write(this.#response, content);
    await this.tail();
  }

  /** Begins a part whose bytes the caller writes itself. */
  head(contentType: string, byteLength: number): Promise<void> {
    const lines = [
      `--${this.#boundary}`,
      `Content-Type: ${contentType}`,
      `Content-Length: ${byteLength}`,
      '',
      '',
    ];
    return write(this.#response, lines.join(LINE));
  }

  tail(): Promise<void> {
    return write(this.#response, LINE);
  }

  end(): void {
    this.#response.end(`--${this.#boundary}--${LINE}`);
  }
}

/** Resolves when the client has room for more; rejects when it has gone. */
export function write(response: ServerResponse, chunk: Buffer | string): Promise<void> {
  if (response.destroyed) return Promise.reject(new Error('The client closed the connection.'));
  if (response.write(chunk)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const onDrain = () => {
      response.off('close', onClose);
      resolve();
    };
    const onClose = () => {
      response.off('drain', onDrain);
      reject(new Error('The client closed the connection.'));
    };
    response.once('drain', onDrain);
    response.once('close', onClose);
  });
}
