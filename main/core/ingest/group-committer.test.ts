import { describe, expect, it } from 'vitest';
import { anInstanceRecord } from '../../../test/support/instance-record.ts';
import type { InstanceRecord } from '../catalog/instance-record.ts';
import { GroupCommitter } from './group-committer.ts';

const record = (sopInstanceUid: string) => anInstanceRecord({ sopInstanceUid });

function aCommitter(options: { readonly refuse?: (uids: readonly string[]) => boolean } = {}) {
  const groups: string[][] = [];
  const events: string[] = [];
  const committer = new GroupCommitter({
    commit: async (records: readonly InstanceRecord[]) => {
      const uids = records.map((one) => one.sopInstanceUid);
      groups.push(uids);
      if (options.refuse?.(uids) === true) throw new Error('no');
      return { outcomes: uids.map(() => ({ kind: 'known' as const })), changedStudyUids: uids };
    },
    onCommitted: ({ changedStudyUids }) => events.push(`told ${changedStudyUids.join()}`),
  });
  return { groups, events, committer };
}

describe('GroupCommitter', () => {
  it('writes what became ready in one turn in one transaction, and tells of it before it answers', async () => {
    const { groups, events, committer } = aCommitter();
    await Promise.all(
      ['1', '2', '3'].map(async (uid) => {
        await committer.add(record(uid));
        events.push(`answered ${uid}`);
      }),
    );
    expect(groups).toEqual([['1', '2', '3']]);
    expect(events).toEqual(['told 1,2,3', 'answered 1', 'answered 2', 'answered 3']);
  });

  it('gathers what comes while a transaction runs for the next one', async () => {
    const { groups, committer } = aCommitter();
    const first = committer
      .add(record('1'))
      .then(() => Promise.all([committer.add(record('2')), committer.add(record('3'))]));
    await first;
    expect(groups).toEqual([['1'], ['2', '3']]);
  });

  it('writes the others when one of the group cannot be written', async () => {
    const { groups, committer } = aCommitter({ refuse: (uids) => uids.includes('2') });
    const outcomes = await Promise.allSettled(['1', '2', '3'].map((uid) => committer.add(record(uid))));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([['1', '2', '3'], ['1'], ['2'], ['3']]);
  });

  it('goes on after a failure', async () => {
    const { committer } = aCommitter({ refuse: (uids) => uids.includes('1') });
    await expect(committer.add(record('1'))).rejects.toThrow('no');
    await expect(committer.add(record('2'))).resolves.toEqual({ kind: 'known' });
  });
});
