import type { InstanceQuality } from '../../../preload/contract/quality.ts';
import { findingWord, isKept } from '../../quality/quality-words.ts';
import type { StudyQualityState } from '../../quality/use-study-quality.ts';

/** The image of a study on which a person decides now. */
export interface TaskSubject {
  readonly instance: InstanceQuality;
  /** `Motion`, `Cannot judge`. */
  readonly word: string;
}

/** What can be decided about it. */
export interface TaskDeeds {
  readonly keep: () => void;
  readonly repeat: () => void;
  readonly startRejecting: () => void;
  readonly reject: (reason: string) => void;
  readonly leaveRejecting: () => void;
}

/** The worst image that nobody has decided about yet. */
export function subjectOfTask(state: StudyQualityState): TaskSubject | null {
  const instances = state.status === 'ready' ? (state.quality?.instances ?? []) : [];
  const instance = instances.find(
    (each) =>
      (each.verdict !== 'good' || each.findings.length > 0) && !isKept(each) && each.reviews.length === 0,
  );
  if (!instance) return null;
  const finding = instance.findings[0];
  return { instance, word: finding ? findingWord(finding.type) : 'Cannot judge' };
}
