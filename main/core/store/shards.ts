import path from 'node:path';
import type { FileSystem } from './file-system.ts';
import { toShard } from './object-name.ts';

const OUTER_COUNT = 256;

/**
 * The directories under `objects/`, two levels of two hex digits. The outer ones are all made at start; an inner one is
 * made when the first object for it is announced, in the shadow of its reception.
 */
export class Shards {
  readonly #fs: FileSystem;
  readonly #objectsDir: string;
  /** Inner directories that exist and whose name is durable in the outer one. */
  readonly #settled = new Set<string>();
  readonly #making = new Map<string, Promise<void>>();

  private constructor(fileSystem: FileSystem, objectsDir: string) {
    this.#fs = fileSystem;
    this.#objectsDir = objectsDir;
  }

  /** Makes the outer directories and finds the inner ones. All of them are durable afterwards. */
  static async open(fileSystem: FileSystem, objectsDir: string): Promise<Shards> {
    const shards = new Shards(fileSystem, objectsDir);
    const present = new Set(await fileSystem.readdir(objectsDir));
    await Promise.all(
      outerNames().map(async (outer) => {
        const directory = path.join(objectsDir, outer);
        if (!present.has(outer)) {
          await fileSystem.mkdir(directory);
          return;
        }
        // An earlier process may have died before it made the names in here durable; costs nothing if it had not.
        await fileSystem.fsyncDirectory(directory);
        for (const inner of await fileSystem.readdir(directory)) shards.#settled.add(outer + inner);
      }),
    );
    await fileSystem.fsyncDirectory(objectsDir);
    return shards;
  }

  directoryOf(objectName: string): string {
    const { outer, inner } = toShard(objectName);
    return path.join(this.#objectsDir, outer, inner);
  }

  /** Makes the inner directory. Early and unawaited; a failure shows in `ensure`. */
  prepare(objectName: string): void {
    const { outer, inner } = toShard(objectName);
    const shard = outer + inner;
    if (this.#settled.has(shard) || this.#making.has(shard)) return;
    const making = this.#fs.mkdir(path.join(this.#objectsDir, outer, inner));
    making.catch(() => this.#making.delete(shard)); // reported by `ensure`, which awaits the same promise
    this.#making.set(shard, making);
  }

  /** Resolves when the inner directory is there. @throws StoreError */
  async ensure(objectName: string): Promise<void> {
    const { outer, inner } = toShard(objectName);
    this.prepare(objectName);
    await this.#making.get(outer + inner);
  }

  /**
   * Makes a rename into the inner directory durable, and the directory itself if it is new. Both changes are in the
   * journal by then, so the two calls cost the time of one.
   *
   * @throws StoreError
   */
  async settle(objectName: string): Promise<void> {
    const { outer, inner } = toShard(objectName);
    const shard = outer + inner;
    const directory = path.join(this.#objectsDir, outer, inner);
    if (this.#settled.has(shard)) {
      await this.#fs.fsyncDirectory(directory);
      return;
    }
    await Promise.all([
      this.#fs.fsyncDirectory(directory),
      this.#fs.fsyncDirectory(path.join(this.#objectsDir, outer)),
    ]);
    this.#settled.add(shard);
    this.#making.delete(shard);
  }

  /** To be called when a directory turned out to be gone, so that the next object makes it again. */
  forget(objectName: string): void {
    const { outer, inner } = toShard(objectName);
    this.#settled.delete(outer + inner);
    this.#making.delete(outer + inner);
  }

  /** Every inner directory that holds something, as four hex digits, in order. */
  async *list(): AsyncGenerator<string> {
    for (const outer of outerNames()) {
      const inners = await this.#fs.readdir(path.join(this.#objectsDir, outer));
      for (const inner of inners.filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()) yield outer + inner;
    }
  }
}

function outerNames(): string[] {
  return Array.from({ length: OUTER_COUNT }, (_, index) => index.toString(16).padStart(2, '0'));
}
