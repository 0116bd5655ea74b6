import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CoreProcess } from '../../support/core-process.ts';
import { freePort } from '../../support/ports.ts';
import { loadObject, sendObjects, type SendableObject } from '../../support/send.ts';
import { listSharedFiles } from '../../support/shared-data.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { ServerProgram } from '../association/run-program.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/ct-head');

/** The eight slices of one series, JPEG Lossless inside. */
export const CT_SLICES: readonly SendableObject[] = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.dcm'))
  .flatMap((name) => loadObject(name, path.join(FIXTURES, name)) ?? []);

/** Real files whose pixels have other encodings; none without the shared data. */
export function sharedObjects(pattern: RegExp, maxBytes = 3_000_000): readonly SendableObject[] {
  return listSharedFiles()
    .filter(({ name, byteLength }) => pattern.test(name) && byteLength < maxBytes)
    .flatMap((file) => loadObject(file.name, file.path) ?? []);
}

export interface RetrievingCore extends AsyncDisposable {
  readonly core: CoreProcess;
  /** Arguments of DCMTK's programs that name the core. */
  readonly address: readonly string[];
  readonly folder: string;
  /** Of destinations that nothing listens at yet, by AE title. */
  readonly ports: ReadonlyMap<string, number>;
}

export interface DestinationChoice {
  readonly aeTitle: string;
  readonly parallelAssociations?: number;
  readonly transferSyntaxes?: readonly string[];
}

/** A core that holds objects, lets everybody ask, and knows these destinations on loopback. */
export async function aRetrievingCore(
  objects: readonly SendableObject[],
  destinations: readonly DestinationChoice[] = [],
): Promise<RetrievingCore> {
  const temporary = aTemporaryFolder();
  const ports = new Map<string, number>();
  for (const { aeTitle } of destinations) ports.set(aeTitle, await freePort());
  const config = {
    association: { unknownCallers: 'accept' },
    destinations: destinations.map((choice) => ({
      ...choice,
      name: choice.aeTitle,
      host: '127.0.0.1',
      port: ports.get(choice.aeTitle),
    })),
  };
  const configPath = path.join(temporary.path, 'config.json');
  writeFileSync(configPath, JSON.stringify(config));
  const core = await CoreProcess.start({
    dataDir: path.join(temporary.path, 'data'),
    args: ['--config', configPath],
  });
  const { aeTitle, dicomPort } = core.ready;
  const sent = await sendObjects(objects, { port: dicomPort, calledAeTitle: aeTitle });
  const refused = sent.filter(({ status }) => status !== 0).map(({ object }) => object.name);
  if (refused.length > 0) throw new Error(`The core did not take ${refused.join(', ')}`);
  return {
    core,
    address: ['-aec', aeTitle, '127.0.0.1', String(dicomPort)],
    folder: temporary.path,
    ports,
    async [Symbol.asyncDispose]() {
      await core.stop();
      temporary[Symbol.dispose]();
    },
  };
}

/** DCMTK's storescp as a destination of the core, writing what comes bit for bit. */
export async function aDestination(
  { folder, ports }: RetrievingCore,
  aeTitle: string,
  options: readonly string[] = ['+xa'],
): Promise<{ readonly received: () => ReadonlyMap<string, SendableObject> } & AsyncDisposable> {
  const place = path.join(folder, aeTitle);
  mkdirSync(place, { recursive: true });
  const port = String(ports.get(aeTitle));
  const args = [...options, '+B', '-aet', aeTitle, '-od', place, port];
  const server = await ServerProgram.start('storescp', () => args, Number(port));
  return { received: () => readReceived(place), [Symbol.asyncDispose]: () => server.stop() };
}

/** Objects in the files of a folder, by SOP Instance UID. */
export function readReceived(place: string): ReadonlyMap<string, SendableObject> {
  const objects = readdirSync(place).flatMap((name) => loadObject(name, path.join(place, name)) ?? []);
  return new Map(objects.map((object) => [object.sopInstanceUid, object]));
}

/** Value of a UID attribute at the top level of a file that DCMTK wrote or the core was sent. */
export function uidOf(object: SendableObject, keyword: 'study' | 'series'): string {
  const head = Buffer.from([0x20, 0x00, keyword === 'study' ? 0x0d : 0x0e, 0x00, 0x55, 0x49]);
  const at = object.dataSet.indexOf(head);
  const length = object.dataSet.readUInt16LE(at + 6);
  return object.dataSet.toString('latin1', at + 8, at + 8 + length).replace(/\0$/, '');
}
