import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CoreProcess } from '../../support/core-process.ts';
import { loadObject, makeCopies, sendObjects } from '../../support/send.ts';
import { readStoredObjects, sha256 } from '../../support/stored-objects.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const SLICE = path.resolve(import.meta.dirname, '../../fixtures/ct-head/14.dcm');
const CUTS = 50;
const SENDERS = 4;
const IMAGES_EACH = 40;

/** Each cut comes after another number of answers, and then at another moment of what runs just then. */
function cutAfter(cut: number): { readonly answers: number; readonly delayMs: number } {
  return { answers: 1 + ((cut * 13) % 90), delayMs: (cut * 7) % 20 };
}

describe('a core that is killed at any moment while four devices send', () => {
  const slice = loadObject('slice', SLICE)!;

  it(`has after restart everything that it acknowledged, ${CUTS} times`, { timeout: 900_000 }, async () => {
    using folder = aTemporaryFolder();
    const acknowledged = new Map<string, string>();
    let cutWhileSending = 0;
    for (let cut = 0; cut < CUTS; cut += 1) {
      const core = await CoreProcess.start({ dataDir: folder.path });
      const target = { port: core.ready.dicomPort, calledAeTitle: core.ready.aeTitle };
      const { answers, delayMs } = cutAfter(cut);
      let answered = 0;
      let isEnough: () => void;
      const enough = new Promise<void>((resolve) => (isEnough = resolve));
      const senders = Array.from({ length: SENDERS }, (_, sender) => {
        const first = (cut * SENDERS + sender) * IMAGES_EACH;
        return sendObjects(makeCopies(slice, IMAGES_EACH, first), target, ({ object, status }) => {
          if (status !== 0) return;
          acknowledged.set(object.sopInstanceUid, sha256(object.dataSet));
          answered += 1;
          if (answered === answers) isEnough();
        });
      });
      await enough;
      await wait(delayMs);
      await core.kill();
      const results = (await Promise.all(senders)).flat();
      if (results.some((result) => result.status === null)) cutWhileSending += 1;
    }
    const core = await CoreProcess.start({ dataDir: folder.path });
    try {
      const stored = readStoredObjects(folder.path);
      const byUid = new Map(stored.map((file) => [file.sopInstanceUid, file.dataSetSha256]));
      const lost = [...acknowledged].filter(([uid, hash]) => byUid.get(uid) !== hash);
      expect(lost).toEqual([]);
      const list = await core.call('worklist.list', {});
      const { series } = await core.call('study.get', {
        studyInstanceUid: list.studies[0]!.studyInstanceUid,
      });
      const inCatalog = new Set(
        series.flatMap((row) => row.instances.map((instance) => instance.sopInstanceUid)),
      );
      expect(inCatalog).toEqual(new Set(byUid.keys()));
      expect(list.studies[0]?.instanceCount).toBe(stored.length);
      expect(readdirSync(path.join(folder.path, 'incoming'))).toEqual([]);
      // The test proves something only if the cuts hit a transfer with some images answered and some not.
      expect(cutWhileSending).toBeGreaterThan(CUTS * 0.9);
    } finally {
      await core.stop();
    }
  });
});
