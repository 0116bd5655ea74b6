import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { deviceDraftSchema } from '../../../preload/contract/devices.ts';
import { CoreProcess } from '../../support/core-process.ts';
import { freePort } from '../../support/ports.ts';
import { explainMissing } from '../../support/programs.ts';
import { sendObjects } from '../../support/send.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { ServerProgram } from '../association/run-program.ts';
import { CommittingCore, SLICES } from './committing-core.ts';

/** A core called MODALITY that keeps three slices and asks whoever it sends to for a confirmation. */
class SendingCore implements AsyncDisposable {
  readonly core: CoreProcess;
  readonly #folder: ReturnType<typeof aTemporaryFolder>;

  private constructor(core: CoreProcess, folder: ReturnType<typeof aTemporaryFolder>) {
    this.core = core;
    this.#folder = folder;
  }

  static async start(archivePort: number, dicomPort: number, aeTitle = 'BUCKY'): Promise<SendingCore> {
    const folder = aTemporaryFolder();
    const config = { association: { aeTitle: 'MODALITY', unknownCallers: 'accept' } };
    const configFile = path.join(folder.path, 'config.json');
    writeFileSync(configFile, JSON.stringify(config));
    const core = await CoreProcess.start({
      dataDir: path.join(folder.path, 'data'),
      args: ['--config', configFile, '--dicom-port', String(dicomPort)],
    });
    await sendObjects(SLICES, { port: core.ready.dicomPort, calledAeTitle: 'MODALITY' });
    const draft = deviceDraftSchema.parse({
      name: 'Archive north',
      aeTitle,
      host: '127.0.0.1',
      port: archivePort,
      asksCommitment: true,
    });
    await core.call('devices.save', { deviceKey: null, draft });
    return new SendingCore(core, folder);
  }

  async send() {
    const { studies } = await this.core.call('worklist.list', {});
    const studyInstanceUid = studies[0]?.studyInstanceUid ?? '';
    await this.core.call('remote.send', { nodeName: 'Archive north', studyInstanceUid });
  }

  async job() {
    return (await this.core.call('remote.jobs.list', {})).jobs[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.core.stop();
    this.#folder[Symbol.dispose]();
  }
}

describe('what was sent is confirmed by whoever received it', () => {
  const until = { timeout: 60_000 };

  it.each(['same', 'new'] as const)(
    'over the %s association, and the line of the job says so',
    async (way) => {
      await using archive = await CommittingCore.start(way);
      await using sender = await SendingCore.start(archive.port, archive.reportPort);
      await sender.send();
      await expect.poll(async () => (await sender.job())?.message, until).toBe('3 of 3 confirmed.');
      expect(await sender.job()).toMatchObject({ state: 'done', doneCount: 3, failedCount: 0 });
    },
  );

  describe.skipIf(explainMissing(['storescp']) !== null)('or not:', () => {
    const received = aTemporaryFolder();
    afterEach(() => {
      rmSync(received.path, { recursive: true, force: true });
    });

    it('storescp does not know the question, and the images have arrived all the same', async () => {
      await using server = await ServerProgram.start('storescp', (port) => [
        '-od',
        received.path,
        String(port),
      ]);
      await using sender = await SendingCore.start(server.port, await freePort(), 'STORESCP');
      await sender.send();
      await expect.poll(async () => (await sender.job())?.state, until).toBe('done');
      expect((await sender.job())?.message).toBe(
        'All 3 images arrived, but are not confirmed. Archive north does not offer to confirm what it keeps (storage commitment).',
      );
    });
  });
});
