import { useEffect, useState } from 'react';
import type { StudyQuality } from '../../preload/contract/quality.ts';
import type { ApiClient } from '../client/api-client.ts';

export type QualityApi = Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>;

export type StudyQualityState =
  | { readonly status: 'loading' }
  /** `quality` is null while the core knows nothing of the study. */
  | { readonly status: 'ready'; readonly quality: StudyQuality | null }
  | { readonly status: 'failed'; readonly message: string };

/** While a study is being judged it changes with each image; it is asked for this often at most. */
const REFRESH_EVERY_MS = 400;
const loading: StudyQualityState = { status: 'loading' };

/**
 * What was found in a study, kept fresh by events. What is known stays on the screen while a newer answer is under way.
 *
 * @param studyInstanceUid null: nothing is asked
 */
export function useStudyQuality(api: QualityApi, studyInstanceUid: string | null): StudyQualityState {
  const [found, setFound] = useState<{ readonly uid: string; readonly state: StudyQualityState } | null>(
    null,
  );

  useEffect(() => {
    if (studyInstanceUid === null) return;
    const uid = studyInstanceUid;
    let isLeft = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let question = 0;
    const ask = async () => {
      const mine = ++question;
      const reply = await api.call('quality.study', { studyInstanceUid: uid });
      if (isLeft || mine !== question) return;
      const state: StudyQualityState = reply.ok
        ? { status: 'ready', quality: reply.value }
        : { status: 'failed', message: reply.error.message };
      setFound((now) =>
        state.status === 'failed' && now?.uid === uid && now.state.status === 'ready' ? now : { uid, state },
      );
    };
    const askSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void ask();
      }, REFRESH_EVERY_MS);
    };
    void ask();
    const leaveEvents = api.subscribe((event) => {
      if (event.type === 'quality.changed' && event.studyInstanceUids.includes(uid)) askSoon();
    });
    const leaveResync = api.onResync(askSoon);
    return () => {
      isLeft = true;
      clearTimeout(timer);
      leaveEvents();
      leaveResync();
    };
  }, [api, studyInstanceUid]);

  return found !== null && found.uid === studyInstanceUid ? found.state : loading;
}
