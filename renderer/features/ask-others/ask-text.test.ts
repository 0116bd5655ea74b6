import { describe, expect, it } from 'vitest';
import { hereText, jobLabel, jobStateText, rowKey, toUnderway } from './ask-text.ts';
import { aJob, aRemoteStudy } from './core.fake.ts';

describe('jobStateText', () => {
  it('says when a job is tried again', () => {
    const job = aJob({
      state: 'waiting',
      attempts: 1,
      runAfterMs: 41_000,
      remainingCount: null,
      doneCount: 0,
    });
    expect(jobStateText(job, 1_000)).toBe('Is tried again in 40 s');
    expect(jobStateText({ ...job, runAfterMs: 601_000 }, 1_000)).toBe('Is tried again in 10 min');
    expect(jobStateText({ ...job, attempts: 0 }, 1_000)).toBe('Waits for its turn');
  });

  it('counts what went, what did not, and the whole once it is done', () => {
    const job = aJob({ kind: 'send', doneCount: 3, failedCount: 1, remainingCount: 6 });
    expect(jobStateText(job, 0)).toBe('Sending, 3 of 10 images, 1 did not go');
    const done = aJob({ state: 'done', doneCount: 1, remainingCount: 0 });
    expect(jobStateText(done, 0)).toBe('Fetched, 1 image');
  });
});

describe('hereText', () => {
  it('says how much of a study is here, also when the station does not count', () => {
    expect(hereText(aRemoteStudy({ hereCount: 0 }))).toBe('');
    expect(hereText(aRemoteStudy({ hereCount: 12 }))).toBe('12 of 40 here');
    expect(hereText(aRemoteStudy({ hereCount: 41 }))).toBe('All here');
    expect(hereText(aRemoteStudy({ hereCount: 12, instanceCount: null }))).toBe('12 here');
  });
});

describe('toUnderway', () => {
  it('knows a study only at the station from which it is fetched', () => {
    const jobs = [aJob(), aJob({ jobKey: 2, kind: 'send', nodeName: 'Archive south' })];
    const underway = toUnderway(jobs);
    expect(underway.has(rowKey(aRemoteStudy()))).toBe(true);
    expect(underway.has(rowKey(aRemoteStudy({ nodeName: 'Archive south' })))).toBe(false);
  });
});

describe('jobLabel', () => {
  it('leaves out what the station does not say, and fits into the contract', () => {
    const study = aRemoteStudy({ modalities: [], studyDate: null, studyDescription: 'x'.repeat(300) });
    expect(jobLabel(study)).toMatch(/^Muster, Berta, x+$/);
    expect(jobLabel(study)).toHaveLength(256);
  });
});
