import type { StudyToJudge } from '../../catalog/quality-record.ts';

/**
 * Which study has the next turn: STAT before urgent before one that a person looks at before the rest. Among equals each
 * has its turn, so that a single radiograph does not wait behind a CT of 600 slices, nor the CT behind a stream of
 * radiographs; of those that had none yet, the newest arrival.
 */
export class TurnOrder {
  readonly #turns = new Map<number, number>();
  #turn = 0;

  /** @param candidates by priority, then the newest arrival first */
  choose(candidates: readonly StudyToJudge[], lookedAt: ReadonlySet<string>): StudyToJudge | null {
    let best: StudyToJudge | null = null;
    for (const candidate of candidates) {
      if (best === null || this.#isBefore(candidate, best, lookedAt)) best = candidate;
    }
    if (best !== null) this.#turns.set(best.studyKey, ++this.#turn);
    return best;
  }

  /** Nothing of any study waits: who had a turn when no longer matters. */
  forget(): void {
    this.#turns.clear();
  }

  #isBefore(a: StudyToJudge, b: StudyToJudge, lookedAt: ReadonlySet<string>): boolean {
    const difference = rankOf(a, lookedAt) - rankOf(b, lookedAt);
    if (difference !== 0) return difference < 0;
    return (this.#turns.get(a.studyKey) ?? 0) < (this.#turns.get(b.studyKey) ?? 0);
  }
}

function rankOf({ priority, studyInstanceUid }: StudyToJudge, lookedAt: ReadonlySet<string>): number {
  if (priority === 'stat') return 0;
  if (priority === 'urgent') return 1;
  return lookedAt.has(studyInstanceUid) ? 2 : 3;
}
