import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { studyQualitySchema } from '../../../preload/contract/quality.ts';
import { writeFaultyImage } from '../../support/faulty-image.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { sendTo, startJudgingCore, statusBecomes, verdictOn } from './judging-core.ts';

const HEAD = path.resolve(import.meta.dirname, '../../fixtures/ct-head/16.dcm');
const UIDS = {
  study: '1.2.826.0.1.3680043.9.4245.1760717064491086528325869788156915668',
  series: '1.2.826.0.1.3680043.9.4245.3115138630835728997848661150714813892',
  instance: '1.2.826.0.1.3680043.9.4245.7366634624863922519804287393600420588',
};
const COLUMNS = 512;
const ALL_TIME = { fromMs: 0, toMs: 10_000_000_000_000 };

/** Averages over 15 x 15 pixels, as a focal spot or a reconstruction kernel far too large would. */
function blur(samples: Int16Array): void {
  const reach = 7;
  for (const [step, next] of [
    [1, COLUMNS],
    [COLUMNS, 1],
  ] as const) {
    const source = samples.slice();
    for (let line = 0; line < COLUMNS; line += 1) {
      for (let place = 0; place < COLUMNS; place += 1) {
        let sum = 0;
        for (let offset = -reach; offset <= reach; offset += 1) {
          const at = Math.min(Math.max(place + offset, 0), COLUMNS - 1);
          sum += source[line * next + at * step] ?? 0;
        }
        samples[line * next + place * step] = Math.round(sum / (2 * reach + 1));
      }
    }
  }
}

describe.skipIf(explainMissing(['storescu']) !== null)('a core that receives images', () => {
  it('calls a clean head flawless and a blurred one blurred, with the reason and the lists that follow', async () => {
    using folder = aTemporaryFolder();
    const blurredFile = path.join(folder.path, 'blurred.dcm');
    const blurred = writeFaultyImage(HEAD, blurredFile, {
      uids: UIDS,
      uidTail: '1111',
      columns: COLUMNS,
      spoil: blur,
    });
    const core = await startJudgingCore(folder.path);
    try {
      sendTo(core, HEAD, blurredFile);
      const clean = await verdictOn(core, UIDS.instance);
      expect(clean).toMatchObject({ findings: [], anatomy: { detected: 'HEAD', agrees: true } });
      expect(clean.score).toBeGreaterThan(0.8);
      const faulty = await verdictOn(core, blurred.sopInstanceUid);
      expect(faulty.findings).toContainEqual(expect.objectContaining({ type: 'blur', source: 'model' }));
      expect(faulty.score).toBeLessThan(clean.score ?? 0);
      expect(Object.keys(faulty.probabilities)).toHaveLength(9);
      expect(faulty).toMatchObject({ model: 'quality', provider: 'cpu' });
      await statusBecomes(core, blurred.studyInstanceUid, 'review_required');
      const { tasks } = await core.call('quality.tasks', { list: 'technologist' });
      expect(tasks.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual([blurred.studyInstanceUid]);
      expect(tasks[0]?.quality.reason).toMatch(/, image \d+$/);
    } finally {
      await core.stop();
    }
  });

  it('keeps what a person overruled over a restart and over a new index, and counts it', async () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'blurred.dcm');
    const { sopInstanceUid, studyInstanceUid } = writeFaultyImage(HEAD, file, {
      uids: UIDS,
      uidTail: '2222',
      columns: COLUMNS,
      spoil: blur,
    });
    const core = await startJudgingCore(folder.path);
    try {
      sendTo(core, file);
      await verdictOn(core, sopInstanceUid);
      await statusBecomes(core, studyInstanceUid, 'review_required');
      const decision = { sopInstanceUid, findingType: null, reason: 'good enough' };
      await core.call('quality.review', { ...decision, decision: 'overrule' });
      await statusBecomes(core, studyInstanceUid, 'judged');
    } finally {
      await core.stop();
    }
    const again = await startJudgingCore(folder.path, '--rebuild');
    try {
      const { reviews } = await verdictOn(again, sopInstanceUid);
      expect(reviews).toMatchObject([{ decision: 'overrule', reason: 'good enough', reviewedBy: 'local' }]);
      const statistics = await again.call('quality.statistics', ALL_TIME);
      expect(statistics).toMatchObject({
        judgedCount: 1,
        flaggedCount: 1,
        overruledCount: 1,
        agreedCount: 0,
      });
      expect(statistics.byType).toContainEqual(
        expect.objectContaining({ type: 'blur', flaggedCount: 1, overruledCount: 1 }),
      );
      expect(await again.call('quality.tasks', { list: 'technologist' })).toMatchObject({ tasks: [] });
    } finally {
      await again.stop();
    }
  });

  it('writes a repeat to the ledger, and takes it out when the person takes it back', async () => {
    using folder = aTemporaryFolder();
    const core = await startJudgingCore(folder.path);
    try {
      sendTo(core, HEAD);
      await verdictOn(core, UIDS.instance);
      const sopInstanceUid = UIDS.instance;
      const decision = { sopInstanceUid, findingType: 'motion', reason: 'moved' };
      await core.call('quality.review', { ...decision, decision: 'repeat' });
      const { rows } = await core.call('quality.ledger', ALL_TIME);
      expect(rows).toMatchObject([
        { decision: 'repeat', reason: 'motion', comment: 'moved', modality: 'CT', sopInstanceUid },
      ]);
      await core.call('quality.unreview', { sopInstanceUid });
      expect((await core.call('quality.ledger', ALL_TIME)).rows).toEqual([]);
      const own = { sopInstanceUid, findingType: null, reason: 'Positioning' };
      await core.call('quality.review', { ...own, decision: 'reject' });
      expect((await core.call('quality.ledger', ALL_TIME)).byReason).toMatchObject([
        { key: 'Positioning', rejectCount: 1 },
      ]);
    } finally {
      await core.stop();
    }
  });

  it('says of an image that ends early that it cannot be decoded, and judges the next one', async () => {
    using folder = aTemporaryFolder();
    const shortFile = path.join(folder.path, 'short.dcm');
    const file = readFileSync(HEAD);
    const renamed = Buffer.from(
      file.toString('latin1').replaceAll(/(0420588|6915668)/g, '3333333'),
      'latin1',
    );
    // Pixel Data says that it is half as long as Rows and Columns need.
    const start = file.length - COLUMNS * COLUMNS * 2;
    renamed.writeUInt32LE(COLUMNS * COLUMNS, start - 4);
    writeFileSync(shortFile, renamed.subarray(0, start + COLUMNS * COLUMNS));
    const core = await startJudgingCore(folder.path);
    try {
      sendTo(core, shortFile, HEAD);
      const short = await verdictOn(core, UIDS.instance.replace(/.{7}$/, '3333333'));
      expect(short).toMatchObject({ verdict: 'unknown', score: null });
      expect(short.findings).toMatchObject([{ type: 'undecodable', source: 'decoder' }]);
      expect((await verdictOn(core, UIDS.instance)).score).not.toBeNull();
    } finally {
      await core.stop();
    }
  });

  it('answers 404 for what is not here, and for a study its verdict and a report that dsrdump reads', async () => {
    using folder = aTemporaryFolder();
    const core = await startJudgingCore(folder.path);
    try {
      for (const place of ['instances/1.2.3/quality', 'studies/1.2.3/quality', 'studies/1.2.3/quality.dcm']) {
        expect((await core.fetch(`/api/v1/${place}`)).status).toBe(404);
      }
      sendTo(core, HEAD);
      await verdictOn(core, UIDS.instance);
      const answer = await core.fetch(`/api/v1/studies/${UIDS.study}/quality`);
      const study = studyQualitySchema.parse(await answer.json());
      expect(study).toMatchObject({ judgedCount: 1, anatomy: 'HEAD' });
      expect((await fetch(`${core.httpOrigin}/api/v1/studies/${UIDS.study}/quality`)).status).toBe(401);
      const report = await core.fetch(`/api/v1/studies/${UIDS.study}/quality.dcm`);
      const reportFile = path.join(folder.path, 'report.dcm');
      writeFileSync(reportFile, Buffer.from(await report.arrayBuffer()));
      const dump = spawnSync('dsrdump', [reportFile], { encoding: 'utf8' });
      expect(dump.status).toBe(0);
      expect(dump.stdout).toContain('IMAGE:');
    } finally {
      await core.stop();
    }
  });
});
