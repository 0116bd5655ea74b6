import { useCallback, useMemo } from 'react';
import type { WorkstationEvent } from '../../preload/contract/event.ts';
import type { StudyQuality } from '../../preload/contract/quality.ts';
import { useAsked, type QualityApi } from './use-asked.ts';

export type StudyQualityState =
  | { readonly status: 'loading' }
  /** `quality` is null while the core knows nothing of the study. */
  | { readonly status: 'ready'; readonly quality: StudyQuality | null }
  | { readonly status: 'failed'; readonly message: string };

/**
 * What was found in a study, kept fresh by events. What is known stays on the screen while a newer answer is under way.
 *
 * @param studyInstanceUid null: nothing is asked
 */
export function useStudyQuality(api: QualityApi, studyInstanceUid: string | null): StudyQualityState {
  const isAbout = useCallback(
    (event: WorkstationEvent) =>
      event.type === 'quality.changed' &&
      studyInstanceUid !== null &&
      event.studyInstanceUids.includes(studyInstanceUid),
    [studyInstanceUid],
  );
  const input = studyInstanceUid === null ? null : { studyInstanceUid };
  const { value, failure, isAnswered } = useAsked(api, 'quality.study', input, isAbout);
  return useMemo(() => {
    if (isAnswered) return { status: 'ready', quality: value };
    return failure === null ? { status: 'loading' } : { status: 'failed', message: failure };
  }, [isAnswered, value, failure]);
}
