import { describe, expect, it } from 'vitest';
import type { StudyToJudge } from '../../catalog/quality-record.ts';
import { TurnOrder } from './turn-order.ts';

function aStudy(studyKey: number, priority: StudyToJudge['priority'] = 'routine'): StudyToJudge {
  return { studyKey, studyInstanceUid: `1.${studyKey}`, priority, lastReceivedAtMs: 0, waitingCount: 9 };
}

const nobodyLooks = new Set<string>();

describe('whose turn it is to be judged', () => {
  it('goes to STAT, then urgent, then what a person looks at, then the rest', () => {
    const order = new TurnOrder();
    const studies = [aStudy(1, 'stat'), aStudy(2, 'urgent'), aStudy(3), aStudy(4)];
    const lookedAt = new Set(['1.4']);
    const turns: number[] = [];
    while (turns.length < studies.length) {
      const waiting = studies.filter(({ studyKey }) => !turns.includes(studyKey));
      turns.push(order.choose(waiting, lookedAt)?.studyKey ?? 0);
    }
    expect(turns).toEqual([1, 2, 4, 3]);
  });

  it('goes round among equals, the newest arrival first, so that a long series holds nobody up', () => {
    const order = new TurnOrder();
    const studies = [aStudy(8), aStudy(7)];
    const turns = [1, 2, 3, 4].map(() => order.choose(studies, nobodyLooks)?.studyKey);
    expect(turns).toEqual([8, 7, 8, 7]);
    expect(order.choose([aStudy(9), ...studies], nobodyLooks)?.studyKey).toBe(9);
  });

  it('goes to nobody when nothing waits', () => {
    expect(new TurnOrder().choose([], nobodyLooks)).toBeNull();
  });
});
