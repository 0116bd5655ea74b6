import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CoreProcess } from '../../support/core-process.ts';
import { loadObject, sendObjects, type SendableObject } from '../../support/send.ts';
import { listSharedFiles } from '../../support/shared-data.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { dumpFile, type Dump } from './dump.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/ct-head');
const FIXTURE_FILES = ['08', '10', '12', '14', '16', '18', '20', '22'].map((name) => ({
  name: `ct-head/${name}`,
  path: path.join(FIXTURES, `${name}.dcm`),
}));

/** A core that took real files and lets everybody ask, and what dcmdump reads in those files. */
export interface FilledCore extends AsyncDisposable {
  readonly core: CoreProcess;
  readonly files: readonly Dump[];
  /** Arguments of DCMTK's programs that name the core. */
  readonly address: readonly string[];
  /** A folder that goes away in the end. */
  readonly folder: string;
}

export async function aFilledCore(config: Readonly<Record<string, unknown>> = {}): Promise<FilledCore> {
  const temporary = aTemporaryFolder();
  const configPath = path.join(temporary.path, 'config.json');
  writeFileSync(configPath, JSON.stringify({ association: { unknownCallers: 'accept' }, ...config }));
  const core = await CoreProcess.start({
    dataDir: path.join(temporary.path, 'data'),
    args: ['--config', configPath],
  });
  const { aeTitle, dicomPort } = core.ready;
  const sent = await sendObjects(
    chosenFiles().flatMap((file) => loadObject(file.path, file.path) ?? []),
    { port: dicomPort, calledAeTitle: aeTitle },
  );
  const taken = sent.filter(({ status }) => status === 0).map(({ object }) => object);
  return {
    core,
    files: withoutTwins(taken)
      .flatMap((object) => dumpFile(object.name) ?? [])
      .filter(isFiled),
    address: ['-aec', aeTitle, '127.0.0.1', String(dicomPort)],
    folder: temporary.path,
    async [Symbol.asyncDispose]() {
      await core.stop();
      temporary[Symbol.dispose]();
    },
  };
}

/** The fixtures, and where they can be had files in many scripts and of many kinds. */
function chosenFiles(): readonly { readonly name: string; readonly path: string }[] {
  const shared = listSharedFiles().filter(
    ({ name, byteLength }) =>
      /^(charsets|radiographs|singles|nonimage)\//.test(name) && byteLength < 2_000_000,
  );
  return [...FIXTURE_FILES, ...shared];
}

/** An object without study or series is kept, but answers no query. */
function isFiled(file: Dump): boolean {
  return ['0020000D', '0020000E'].every((tag) => /^[0-9.]+$/.test(file.get(tag) ?? ''));
}

/** Of several objects with one UID the archive shows the first. */
function withoutTwins(objects: readonly SendableObject[]): readonly SendableObject[] {
  return [
    ...new Map(objects.toReversed().map((object) => [object.sopInstanceUid, object])).values(),
  ].toReversed();
}
