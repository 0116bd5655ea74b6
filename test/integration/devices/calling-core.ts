import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CoreProcess } from '../../support/core-process.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { runProgram, type ProgramResult } from '../association/run-program.ts';

export const CT_FILE = path.resolve(import.meta.dirname, '../../fixtures/ct-head/08.dcm');

export interface Call {
  readonly aeTitle: string;
  /** Where to call; the core itself when absent. */
  readonly port?: number;
}

/** A core with this configuration file, and DCMTK's programs to call it with. */
export class CallingCore implements AsyncDisposable {
  readonly #folder: ReturnType<typeof aTemporaryFolder>;
  readonly #configPath: string;
  #core: CoreProcess;

  private constructor(folder: ReturnType<typeof aTemporaryFolder>, configPath: string, core: CoreProcess) {
    this.#folder = folder;
    this.#configPath = configPath;
    this.#core = core;
  }

  static async start(config: object = {}): Promise<CallingCore> {
    const folder = aTemporaryFolder();
    const configPath = path.join(folder.path, 'config.json');
    writeFileSync(configPath, JSON.stringify(config));
    return new CallingCore(folder, configPath, await startCore(folder.path, configPath));
  }

  get core(): CoreProcess {
    return this.#core;
  }

  async restart(): Promise<void> {
    await this.#core.stop();
    this.#core = await startCore(this.#folder.path, this.#configPath);
  }

  echo(call: Call, ...options: readonly string[]): Promise<ProgramResult> {
    return this.#run('echoscu', call, options, []);
  }

  store(call: Call, ...options: readonly string[]): Promise<ProgramResult> {
    return this.#run('storescu', call, options, [CT_FILE]);
  }

  /** All studies; each answer is one "Pending". */
  find(call: Call, ...options: readonly string[]): Promise<ProgramResult> {
    const keys = ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID'].flatMap((key) => ['-k', key]);
    return this.#run('findscu', call, ['-v', '-S', ...keys, ...options], []);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core.stop();
    this.#folder[Symbol.dispose]();
  }

  #run(
    program: 'echoscu' | 'storescu' | 'findscu',
    { aeTitle, port = this.#core.ready.dicomPort }: Call,
    options: readonly string[],
    files: readonly string[],
  ): Promise<ProgramResult> {
    const names = ['-aet', aeTitle, '-aec', this.#core.ready.aeTitle];
    return runProgram(program, [...names, ...options, '127.0.0.1', String(port), ...files]);
  }
}

function startCore(folder: string, configPath: string): Promise<CoreProcess> {
  return CoreProcess.start({ dataDir: path.join(folder, 'data'), args: ['--config', configPath] });
}
