import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CoreProcess } from '../../support/core-process.ts';
import { freePort } from '../../support/ports.ts';
import { loadObject, sendObjects, type SendableObject } from '../../support/send.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/ct-head');

export const SLICES: readonly SendableObject[] = ['08', '10', '12'].flatMap(
  (name) => loadObject(name, path.join(FIXTURES, `${name}.dcm`)) ?? [],
);

/** A core that keeps three slices and knows where MODALITY takes reports. */
export class CommittingCore implements AsyncDisposable {
  readonly dataDir: string;
  readonly reportPort: number;
  readonly #temporary: ReturnType<typeof aTemporaryFolder>;
  #core: CoreProcess;

  private constructor(
    temporary: ReturnType<typeof aTemporaryFolder>,
    reportPort: number,
    dataDir: string,
    core: CoreProcess,
  ) {
    this.#temporary = temporary;
    this.reportPort = reportPort;
    this.dataDir = dataDir;
    this.#core = core;
  }

  static async start(commitmentReport: 'same' | 'new' | 'either' = 'either'): Promise<CommittingCore> {
    const temporary = aTemporaryFolder();
    const reportPort = await freePort();
    const destination = {
      name: 'CT',
      aeTitle: 'MODALITY',
      host: '127.0.0.1',
      port: reportPort,
      commitmentReport,
    };
    const config = { association: { unknownCallers: 'accept' }, destinations: [destination] };
    writeFileSync(path.join(temporary.path, 'config.json'), JSON.stringify(config));
    const dataDir = path.join(temporary.path, 'data');
    const core = await startCore(temporary.path, dataDir);
    const sent = await sendObjects(SLICES, { port: core.ready.dicomPort, calledAeTitle: 'BUCKY' });
    if (sent.some(({ status }) => status !== 0)) throw new Error('the core did not take the slices');
    return new CommittingCore(temporary, reportPort, dataDir, core);
  }

  get port(): number {
    return this.#core.ready.dicomPort;
  }

  get logLines(): readonly string[] {
    return this.#core.logLines;
  }

  /** As a power cut would. */
  async restart(): Promise<void> {
    await this.#core.kill();
    this.#core = await startCore(this.#temporary.path, this.dataDir);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core.stop();
    this.#temporary[Symbol.dispose]();
  }
}

function startCore(folder: string, dataDir: string): Promise<CoreProcess> {
  return CoreProcess.start({ dataDir, args: ['--config', path.join(folder, 'config.json')] });
}
