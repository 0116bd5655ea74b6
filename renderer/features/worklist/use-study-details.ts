import { useEffect, useRef, useState } from 'react';
import type { ApiError, CommandOutput } from '../../../preload/contract/command.ts';
import type { StudyRow } from '../../../preload/contract/study.ts';
import type { ApiClient } from '../../client/api-client.ts';

export type StudyDetails = CommandOutput<'study.get'>;
export type StudyDetailsState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly details: StudyDetails }
  | { readonly status: 'failed'; readonly error: ApiError };

/**
 * Who walks over rows with a held key, or opens one by a double-click, does not make the core look it up for a preview
 * that nobody sees.
 */
const REST_MS = 250;
/** While images come, the preview is brought up to date this often. */
const ARRIVING_MS = 1_500;

interface Found {
  readonly studyInstanceUid: string;
  readonly state: StudyDetailsState;
}

/** Series and images of the study in the preview; asked for again as it grows. What is shown stays meanwhile. */
export function useStudyDetails(
  api: Pick<ApiClient, 'call'>,
  study: Pick<StudyRow, 'studyInstanceUid' | 'instanceCount' | 'quality'>,
  isVisible: boolean,
): StudyDetailsState {
  const { studyInstanceUid, instanceCount, quality } = study;
  /** What there is of it: more images, or more of them judged. */
  const stage = `${instanceCount} ${quality.judgedCount} ${quality.verdict ?? ''}`;
  const [found, setFound] = useState<Found | null>(null);
  const newestStage = useRef(stage);
  useEffect(() => {
    newestStage.current = stage;
  }, [stage]);

  useEffect(() => {
    if (!isVisible) return;
    let isCurrent = true;
    let askedStage = '';
    const ask = async () => {
      if (askedStage === newestStage.current) return;
      askedStage = newestStage.current;
      const reply = await api.call('study.get', { studyInstanceUid });
      if (!isCurrent) return;
      const state: StudyDetailsState = reply.ok
        ? { status: 'ready', details: reply.value }
        : { status: 'failed', error: reply.error };
      setFound({ studyInstanceUid, state });
    };
    const rest = setTimeout(() => void ask(), REST_MS);
    const watch = setInterval(() => void ask(), ARRIVING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(rest);
      clearInterval(watch);
    };
  }, [api, studyInstanceUid, isVisible]);

  return found?.studyInstanceUid === studyInstanceUid ? found.state : { status: 'loading' };
}
