import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import type { InstanceQuality } from '../../../preload/contract/quality.ts';
import { instanceQualitySchema } from '../../../preload/contract/quality.ts';
import { CoreProcess } from '../../support/core-process.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

/** A core that takes a study for complete after a second of quiet. */
export function startJudgingCore(folder: string, ...args: readonly string[]): Promise<CoreProcess> {
  const config = path.join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ ingest: { quietTimeMs: 1_000 } }));
  return CoreProcess.start({ dataDir: path.join(folder, 'data'), args: ['--config', config, ...args] });
}

/** As a device does, with DCMTK. */
export function sendTo(core: CoreProcess, ...files: readonly string[]): void {
  const { aeTitle, dicomPort } = core.ready;
  const run = spawnSync('storescu', ['-aec', aeTitle, '127.0.0.1', String(dicomPort), ...files], {
    encoding: 'utf8',
    env: { ...process.env, TCP_NODELAY: '1' },
  });
  if (run.status !== 0) throw new Error(`storescu failed: ${run.stderr}`);
}

/** Asks over HTTP until there is a verdict. */
export function verdictOn(core: CoreProcess, sopInstanceUid: string): Promise<InstanceQuality> {
  return vi.waitFor(async () => {
    const response = await core.fetch(`/api/v1/instances/${sopInstanceUid}/quality`);
    if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    return instanceQualitySchema.parse(await response.json());
  }, PATIENCE);
}

/** Asks until the row of the study has this status. */
export function statusBecomes(core: CoreProcess, studyInstanceUid: string, status: string): Promise<void> {
  return vi.waitFor(async () => {
    const { study } = await core.call('study.get', { studyInstanceUid });
    if (study.status !== status) throw new Error(`It is ${study.status}.`);
  }, PATIENCE);
}
