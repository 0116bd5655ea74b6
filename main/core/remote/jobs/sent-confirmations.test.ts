import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stationMigrations } from '../../catalog/migrations/index.ts';
import { openDatabase } from '../../catalog/open-database.ts';
import type { CommitmentRequest } from '../../catalog/station-commitment-model.ts';
import { StationRecords } from '../../catalog/station-records.ts';
import type { RemoteJob } from '../../catalog/station-remote.ts';
import { err, ok } from '../../shared/result.ts';
import { SentConfirmations, type CommitmentAsking } from './sent-confirmations.ts';

const REFERENCES = ['1.1', '1.2', '1.3'].map((sopInstanceUid) => ({ sopClassUid: '1.9', sopInstanceUid }));
const NODE = { name: 'Archive north', aeTitle: 'NORTH', host: 'north', port: 104 };

describe('what the receiver of a send job confirms', () => {
  let db: ReturnType<typeof openDatabase>;
  let records: StationRecords['remoteJobs'];
  let job: RemoteJob;
  let report: CommitmentRequest | null;
  let answer: Awaited<ReturnType<CommitmentAsking['request']>>;
  let confirmations: SentConfirmations;
  beforeEach(async () => {
    db = openDatabase(':memory:', stationMigrations, { synchronous: 'NORMAL' });
    records = new StationRecords(db).remoteJobs;
    report = null;
    answer = ok({ transactionUid: '2.5' });
    confirmations = new SentConfirmations({
      asking: {
        isWanted: () => true,
        request: () => Promise.resolve(answer),
        find: () => Promise.resolve(report),
      },
      records,
      nowMs: () => 1,
      onChanged: () => undefined,
    });
    const order = { nodeName: NODE.name, studyInstanceUid: '1', seriesInstanceUid: null };
    job = await records.add({ kind: 'send', label: '', requestedBy: 'desk', ...order }, 0);
  });
  afterEach(() => {
    db.close();
  });

  const confirm = () =>
    confirmations.confirm(
      { job, node: NODE, signal: new AbortController().signal, report: () => undefined },
      REFERENCES,
    );
  const reported = (...failureReasons: readonly number[]): CommitmentRequest => ({
    transactionUid: '2.5',
    aeTitle: 'NORTH',
    state: 'reported',
    references: REFERENCES,
    verdicts: REFERENCES.map((each, index) => ({ ...each, failureReason: failureReasons[index] ?? 0 })),
    askedAtMs: 0,
    reportedAtMs: 1,
  });

  it('stands at the job when the report comes days after it', async () => {
    const end = await confirm();
    expect(end).toEqual({ kind: 'done', message: 'All images arrived. Archive north confirms them later.' });
    await records.change(job.jobKey, { state: 'done', message: 'All images arrived.' }, 0);
    report = reported();
    await confirmations.take(report);
    expect(await records.find(job.jobKey)).toMatchObject({ state: 'done', message: '3 of 3 confirmed.' });
  });

  it('does not disturb a job that still runs, and is seen at its end', async () => {
    await confirm();
    await records.change(job.jobKey, { state: 'running' }, 0);
    report = reported();
    await confirmations.take(report);
    expect(await records.find(job.jobKey)).toMatchObject({ state: 'running' });
    await records.change(job.jobKey, { state: 'done', message: 'later' }, 0);
    await confirmations.settle(job.jobKey);
    expect(await records.find(job.jobKey)).toMatchObject({ message: '3 of 3 confirmed.' });
  });

  it('names what is lost, which goes out again when the job is resumed', async () => {
    report = reported(0, 0x0112, 0x0112);
    expect(await confirm()).toEqual({
      kind: 'failed',
      message: '1 of 3 confirmed. 2 images: not there. Resume sends these again.',
      isWorthRetrying: false,
    });
    expect([...(await records.listInstances(job.jobKey)).keys()]).toEqual(['1.2', '1.3']);
  });

  it('is asked for again where the question did not get through', async () => {
    answer = err({ message: 'Nothing answers.', isWorthRetrying: true });
    expect(await confirm()).toEqual({
      kind: 'failed',
      message: 'All 3 images arrived, but are not confirmed. Nothing answers.',
      isWorthRetrying: true,
    });
  });
});
