import type { Clock } from '../shared/clock.ts';
import type { FileSystem } from './file-system.ts';
import { StoreError } from './store-error.ts';

const FRESH_FOR_MS = 1_000;

/**
 * How much room the disk has. The number of the operating system is asked for about once a second; what we write in
 * between is subtracted, so that a burst cannot run past the reserve.
 */
export class FreeSpace {
  readonly #fs: FileSystem;
  readonly #path: string;
  readonly #clock: Clock;
  #reserveBytes: number;
  #freeBytes: number;
  #totalBytes: number;
  #askedAtMs: number;
  #asking: Promise<void> | null = null;

  private constructor(
    fileSystem: FileSystem,
    path: string,
    options: { readonly clock: Clock; readonly reserveBytes: number },
    now: { readonly freeBytes: number; readonly totalBytes: number },
  ) {
    this.#fs = fileSystem;
    this.#path = path;
    this.#clock = options.clock;
    this.#reserveBytes = options.reserveBytes;
    this.#freeBytes = now.freeBytes;
    this.#totalBytes = now.totalBytes;
    this.#askedAtMs = options.clock.nowMs();
  }

  static async measure(
    fileSystem: FileSystem,
    path: string,
    options: { readonly clock: Clock; readonly reserveBytes: number },
  ): Promise<FreeSpace> {
    return new FreeSpace(fileSystem, path, options, await fileSystem.freeBytes(path));
  }

  get freeBytes(): number {
    return this.#freeBytes;
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  get isBelowReserve(): boolean {
    return this.#freeBytes < this.#reserveBytes;
  }

  setReserve(reserveBytes: number): void {
    this.#reserveBytes = reserveBytes;
  }

  /** Asks the operating system again when the number is older than a second; else returns at once. */
  refresh(): Promise<void> | undefined {
    if (Math.abs(this.#clock.nowMs() - this.#askedAtMs) < FRESH_FOR_MS) return undefined;
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  /**
   * Books bytes that are about to be written.
   *
   * @throws StoreError `below-reserve` when the disk would then have less free space than the reserve
   */
  spend(byteLength: number): void {
    void this.refresh(); // long objects: the next batch sees the new number
    if (this.#freeBytes - byteLength < this.#reserveBytes) throw new StoreError('below-reserve', 'write');
    this.#freeBytes -= byteLength;
  }

  async #ask(): Promise<void> {
    try {
      const now = await this.#fs.freeBytes(this.#path);
      this.#freeBytes = now.freeBytes;
      this.#totalBytes = now.totalBytes;
    } catch {
      // The last number stays; a disk that is gone fails the write itself, with a better reason.
    } finally {
      this.#askedAtMs = this.#clock.nowMs();
      this.#asking = null;
    }
  }
}
