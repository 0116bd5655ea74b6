import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CoreProcess } from '../../support/core-process.ts';
import { freePort, untilListening } from '../../support/ports.ts';

/** An archive under test that may be asked to send to SINK. */
export interface SendingArchive {
  readonly port: number;
  readonly aeTitle: string;
  readonly pid: number;
  /** False for a program that hands associations to processes of which it keeps no account. */
  readonly isWholeInPid: boolean;
  stop(): Promise<void>;
}

export type StartArchive = (folder: string, sinkPort: number) => Promise<SendingArchive>;

export const SINK = 'SINK';

export const archives: Readonly<Record<string, StartArchive>> = {
  Bucky: async (folder, sinkPort) => {
    const file = path.join(folder, 'config.json');
    const config = {
      association: { unknownCallers: 'accept' },
      destinations: [{ name: 'Sink', aeTitle: SINK, host: '127.0.0.1', port: sinkPort }],
    };
    writeFileSync(file, JSON.stringify(config));
    const core = await CoreProcess.start({ dataDir: path.join(folder, 'data'), args: ['--config', file] });
    return {
      port: core.ready.dicomPort,
      aeTitle: core.ready.aeTitle,
      pid: core.ready.pid,
      isWholeInPid: true,
      stop: async () => {
        await core.stop();
      },
    };
  },
  Orthanc: async (folder, sinkPort) => {
    const port = await freePort();
    const file = path.join(folder, 'orthanc.json');
    const settings = {
      Name: 'bench',
      DicomAet: 'ORTHANC',
      DicomPort: port,
      HttpPort: await freePort(),
      DicomAlwaysAllowGet: true,
      DicomAlwaysAllowMove: true,
      DicomModalities: { sink: [SINK, '127.0.0.1', sinkPort] },
      MaximumPduLength: 131_072,
      StorageDirectory: path.join(folder, 'storage'),
      IndexDirectory: path.join(folder, 'storage'),
    };
    mkdirSync(settings.StorageDirectory);
    writeFileSync(file, JSON.stringify(settings));
    return startProgram('Orthanc', [file], port, 'ORTHANC');
  },
  dcmqrscp: async (folder, sinkPort) => {
    const port = await freePort();
    const area = path.join(folder, 'area');
    mkdirSync(area);
    const file = path.join(folder, 'dcmqrscp.cfg');
    const lines = [
      `NetworkTCPPort = ${port}`,
      'MaxPDUSize = 131072',
      'MaxAssociations = 16',
      'HostTable BEGIN',
      `sink = (${SINK}, 127.0.0.1, ${sinkPort})`,
      'HostTable END',
      'VendorTable BEGIN',
      'VendorTable END',
      'AETable BEGIN',
      `DCMQRSCP ${area} RW (1000, 100gb) ANY`,
      'AETable END',
    ];
    writeFileSync(file, lines.join('\n') + '\n');
    return startProgram('dcmqrscp', ['-c', file], port, 'DCMQRSCP');
  },
};

async function startProgram(
  program: string,
  args: readonly string[],
  port: number,
  aeTitle: string,
): Promise<SendingArchive> {
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, TCP_NODELAY: '1' } });
  await untilListening(port, () => child.exitCode !== null);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} did not start`);
  return {
    port,
    aeTitle,
    pid,
    isWholeInPid: program !== 'dcmqrscp',
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
