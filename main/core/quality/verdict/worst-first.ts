import type { FrameAssessment, Verdict } from '../../catalog/quality-record.ts';

/** What asks most of a person comes first. `WORST_FRAME_FIRST` of the catalog is the same order in SQL. */
const RANK: Readonly<Record<Verdict, number>> = { repeat: 0, check: 1, unknown: 2, good: 3 };

/** For sorting: by verdict, then the lowest score first; one without a score counts as flawless. */
export function byWorst(
  a: Pick<FrameAssessment, 'verdict' | 'score'>,
  b: Pick<FrameAssessment, 'verdict' | 'score'>,
): number {
  return RANK[a.verdict] - RANK[b.verdict] || (a.score ?? 1) - (b.score ?? 1);
}
