import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { FileSystem } from './file-system.ts';
import type { IncomingFile } from './incoming-file.ts';

/** Written beside a quarantined object, for the person who finds out what the device meant. */
export interface QuarantineNote {
  /** Plain words. */
  readonly reason: string;
  /** DIMSE status that the sender got. */
  readonly status: number;
  readonly receivedAtMs: number;
  readonly callingAeTitle: string;
  readonly address: string;
  readonly affectedSopClassUid: string;
  readonly affectedSopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSetBytes: number;
  readonly dataSetSha256: string;
}

/** Objects that could not be understood: `<time>-<random>.dcm` and a note of the same name ending in `.json`. */
export class Quarantine {
  readonly #fs: FileSystem;
  readonly #directory: string;
  #count: number;

  private constructor(fileSystem: FileSystem, directory: string, count: number) {
    this.#fs = fileSystem;
    this.#directory = directory;
    this.#count = count;
  }

  static async open(fileSystem: FileSystem, directory: string): Promise<Quarantine> {
    const names = await fileSystem.readdir(directory);
    return new Quarantine(fileSystem, directory, names.filter((name) => name.endsWith('.dcm')).length);
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Moves a synced file here and writes its note. The note comes first: a file in quarantine always has its reason.
   *
   * @returns the name, without ending
   * @throws StoreError
   */
  async take(file: IncomingFile, note: QuarantineNote): Promise<string> {
    const stamp = new Date(note.receivedAtMs).toISOString().replace(/[-:]|\.\d+/g, '');
    const name = `${stamp}-${randomBytes(4).toString('hex')}`;
    await this.#write(path.join(this.#directory, `${name}.json`), `${JSON.stringify(note, null, 2)}\n`);
    await this.#fs.rename(file.path, path.join(this.#directory, `${name}.dcm`));
    await this.#fs.fsyncDirectory(this.#directory);
    this.#count += 1;
    return name;
  }

  async #write(filePath: string, text: string): Promise<void> {
    const fd = await this.#fs.create(filePath);
    try {
      await this.#fs.writev(fd, [Buffer.from(text)]);
      await this.#fs.fsync(fd);
    } finally {
      this.#fs.close(fd);
    }
  }
}
