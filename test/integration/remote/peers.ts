import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findFreePort, ServerProgram } from '../association/run-program.ts';

export interface QrOptions {
  readonly folder: string;
  readonly args?: readonly string[];
  /** Where BUCKY is to be found for a C-MOVE. */
  readonly ourPort?: number;
}

/** DCMTK's archive, called ARCHIVE. What it holds stays in the folder. */
export function startDcmqrscp({ folder, args = [], ourPort = 104 }: QrOptions): Promise<ServerProgram> {
  const storage = path.join(folder, 'qr');
  mkdirSync(storage, { recursive: true });
  const config = path.join(folder, 'dcmqrscp.cfg');
  return ServerProgram.start('dcmqrscp', (port) => {
    writeFileSync(
      config,
      [
        `NetworkTCPPort = ${port}`,
        'MaxPDUSize = 16384',
        'MaxAssociations = 16',
        'HostTable BEGIN',
        `bucky = (BUCKY, 127.0.0.1, ${ourPort})`,
        'HostTable END',
        'VendorTable BEGIN',
        'VendorTable END',
        'AETable BEGIN',
        `ARCHIVE ${storage} RW (50, 1024mb) ANY`,
        'AETable END',
        '',
      ].join('\n'),
    );
    return ['-c', config, ...args];
  });
}

export interface OrthancServer extends AsyncDisposable {
  readonly dicomPort: number;
}

/** Orthanc, called ORTHANC, open to everybody. */
export async function startOrthanc(folder: string): Promise<OrthancServer> {
  const dicomPort = await findFreePort();
  const config = path.join(folder, 'orthanc.json');
  const program = await ServerProgram.start('Orthanc', (httpPort) => {
    const settings = {
      StorageDirectory: path.join(folder, 'orthanc'),
      IndexDirectory: path.join(folder, 'orthanc'),
      HttpPort: httpPort,
      DicomPort: dicomPort,
      DicomAet: 'ORTHANC',
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      DicomAlwaysAllowFind: true,
      DicomAlwaysAllowGet: true,
      DicomAlwaysAllowStore: true,
    };
    writeFileSync(config, JSON.stringify(settings));
    return [config];
  });
  return { dicomPort, [Symbol.asyncDispose]: () => program.stop() };
}
