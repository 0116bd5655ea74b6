import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CoreProcess } from '../../support/core-process.ts';
import { freePort, untilListening } from '../../support/ports.ts';

/** A store under test: started on an empty folder, sent to, measured, ended. */
export interface Receiver {
  readonly port: number;
  readonly aeTitle: string;
  readonly pid: number;
  /** False for a program that hands associations to processes of which it keeps no account. */
  readonly isWholeInPid: boolean;
  stop(): Promise<void>;
}

export type StartReceiver = (folder: string) => Promise<Receiver>;

export const receivers: Readonly<Record<string, StartReceiver>> = {
  Bucky: async (folder) => {
    const core = await CoreProcess.start({ dataDir: folder });
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
  Orthanc: async (folder) => {
    const port = await freePort();
    const file = path.join(folder, 'orthanc.json');
    // Its defaults, so SyncStorageArea (fsync) is on; only places and ports are named.
    const settings = {
      Name: 'bench',
      DicomAet: 'ORTHANC',
      DicomPort: port,
      HttpPort: await freePort(),
      StorageDirectory: path.join(folder, 'storage'),
      IndexDirectory: path.join(folder, 'storage'),
    };
    mkdirSync(settings.StorageDirectory);
    writeFileSync(file, JSON.stringify(settings));
    return startProgram('Orthanc', [file], port, 'ORTHANC');
  },
  'storescp (no sync, no index)': async (folder) => {
    const port = await freePort();
    return startProgram(
      'storescp',
      ['-aet', 'STORESCP', '-od', folder, '--fork', String(port)],
      port,
      'STORESCP',
    );
  },
  'dcmqrscp (no sync)': async (folder) => {
    const port = await freePort();
    const area = path.join(folder, 'area');
    mkdirSync(area);
    const file = path.join(folder, 'dcmqrscp.cfg');
    const lines = [
      'NetworkTCPPort = ' + String(port),
      'MaxPDUSize = 131072',
      'MaxAssociations = 16',
      'HostTable BEGIN',
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
): Promise<Receiver> {
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
