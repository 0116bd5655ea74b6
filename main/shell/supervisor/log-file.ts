import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

const MAX_BYTES = 5 * 2 ** 20;
/** The one being written and older ones: `core.log`, `core.1.log` … */
const MAX_FILES = 5;

/** A log file that is put aside when it is full; the oldest goes. A full disk costs log lines, never the program. */
export class LogFile {
  readonly path: string;
  readonly #maxBytes: number;
  #fd: number | null = null;
  #byteLength = 0;

  constructor(file: string, maxBytes = MAX_BYTES) {
    this.path = file;
    this.#maxBytes = maxBytes;
  }

  append(line: string): void {
    const bytes = Buffer.from(line.endsWith('\n') ? line : `${line}\n`);
    try {
      if (this.#fd !== null && this.#byteLength + bytes.length > this.#maxBytes) this.#rotate();
      this.#fd ??= this.#open();
      this.#byteLength += writeSync(this.#fd, bytes);
    } catch {
      this.close(); // and try again with the next line
    }
  }

  close(): void {
    if (this.#fd === null) return;
    closeSync(this.#fd);
    this.#fd = null;
  }

  #open(): number {
    mkdirSync(path.dirname(this.path), { recursive: true });
    const fd = openSync(this.path, 'a', 0o600);
    this.#byteLength = fstatSync(fd).size;
    return fd;
  }

  #rotate(): void {
    this.close();
    rmSync(this.#aside(MAX_FILES - 1), { force: true });
    for (let age = MAX_FILES - 2; age >= 0; age -= 1) {
      try {
        renameSync(this.#aside(age), this.#aside(age + 1));
      } catch {
        // there are not so many yet
      }
    }
  }

  #aside(age: number): string {
    if (age === 0) return this.path;
    const { dir, name, ext } = path.parse(this.path);
    return path.join(dir, `${name}.${age}${ext}`);
  }
}
