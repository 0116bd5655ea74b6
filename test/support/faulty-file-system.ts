import { nodeFileSystem, type FileSystem } from '../../main/core/store/file-system.ts';
import { toStoreError } from '../../main/core/store/store-error.ts';

type Operation = keyof FileSystem;

/**
 * The real file system, with a record of what was asked and the power to fail. Paths in the record are the last two
 * parts, descriptors are left out.
 */
export class FaultyFileSystem implements FileSystem {
  readonly calls: string[] = [];
  free = { freeBytes: 2 ** 40, totalBytes: 2 ** 41 };
  readonly #failures = new Map<Operation, { code: string; times: number; onPath: RegExp }>();

  /** Lets the next `times` calls of `operation` (on a path that matches) fail as the operating system would. */
  fail(operation: Operation, code: string, options: { times?: number; onPath?: RegExp } = {}): void {
    this.#failures.set(operation, {
      code,
      times: options.times ?? Number.POSITIVE_INFINITY,
      onPath: options.onPath ?? /^/,
    });
  }

  heal(): void {
    this.#failures.clear();
  }

  async create(path: string): Promise<number> {
    this.#enter('create', path);
    return nodeFileSystem.create(path);
  }

  async writev(fd: number, slices: readonly Buffer[]): Promise<number> {
    this.#enter('writev');
    return nodeFileSystem.writev(fd, slices);
  }

  writevNow(fd: number, slices: readonly Buffer[]): number {
    this.#enter('writev');
    return nodeFileSystem.writevNow(fd, slices);
  }

  setModifiedTime(fd: number, modifiedMs: number): void {
    nodeFileSystem.setModifiedTime(fd, modifiedMs);
  }

  async fsync(fd: number): Promise<void> {
    this.#enter('fsync');
    return nodeFileSystem.fsync(fd);
  }

  close(fd: number): void {
    nodeFileSystem.close(fd);
  }

  async fsyncDirectory(path: string): Promise<void> {
    this.#enter('fsyncDirectory', path);
    return nodeFileSystem.fsyncDirectory(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.#enter('rename', to);
    return nodeFileSystem.rename(from, to);
  }

  async unlink(path: string): Promise<void> {
    this.#enter('unlink', path);
    return nodeFileSystem.unlink(path);
  }

  async mkdir(path: string): Promise<void> {
    this.#enter('mkdir', path);
    return nodeFileSystem.mkdir(path);
  }

  async readdir(path: string): Promise<string[]> {
    return nodeFileSystem.readdir(path);
  }

  async stat(path: string): Promise<Awaited<ReturnType<FileSystem['stat']>>> {
    return nodeFileSystem.stat(path);
  }

  isThere(path: string): boolean {
    return nodeFileSystem.isThere(path);
  }

  async freeBytes(path: string): Promise<{ freeBytes: number; totalBytes: number }> {
    this.#enter('freeBytes', path);
    return this.free;
  }

  #enter(operation: Operation, path?: string): void {
    this.calls.push(path === undefined ? operation : `${operation} ${path.split('/').slice(-2).join('/')}`);
    const failure = this.#failures.get(operation);
    if (failure === undefined || failure.times === 0 || !failure.onPath.test(path ?? '')) return;
    failure.times -= 1;
    throw toStoreError(operation, Object.assign(new Error(failure.code), { code: failure.code }));
  }
}
