import { useEffect, useState } from 'react';
import type { ApiError } from '../../../preload/contract/command.ts';
import type { SeriesRow, StudyRow } from '../../../preload/contract/study.ts';
import type { ViewerApi } from './viewer-api.ts';

export interface OpenStudy {
  readonly study: StudyRow;
  readonly series: readonly SeriesRow[];
}

export type StudyLoad =
  | { readonly state: 'loading' }
  | { readonly state: 'open'; readonly open: OpenStudy }
  | { readonly state: 'failed'; readonly error: ApiError };

/** While images arrive a study changes several times a second; its list of images is asked for this often at most. */
const REFRESH_EVERY_MS = 400;

/** Opens a study once (this is written to the access log) and follows it while images arrive. */
export function useOpenStudy(
  api: ViewerApi,
  studyInstanceUid: string,
): {
  readonly load: StudyLoad;
  readonly tryAgain: () => void;
  readonly replaceStudy: (study: StudyRow) => void;
} {
  const [load, setLoad] = useState<StudyLoad>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let isLeft = false;
    let isOpen = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (open: OpenStudy) => {
      if (!isLeft) setLoad({ state: 'open', open });
    };
    void api.call('study.open', { studyInstanceUid }).then((reply) => {
      if (isLeft) return;
      isOpen = reply.ok;
      if (reply.ok) take(reply.value);
      else setLoad({ state: 'failed', error: reply.error });
    });
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        // A refresh that fails changes nothing: the next event or the line coming back asks again.
        void api.call('study.get', { studyInstanceUid }).then((reply) => {
          if (reply.ok) take(reply.value);
        });
      }, REFRESH_EVERY_MS);
    };
    const leaveEvents = api.subscribe((event) => {
      const isOurs =
        event.type === 'studies.changed' &&
        event.studies.some((study) => study.studyInstanceUid === studyInstanceUid);
      if (isOurs && isOpen) refresh();
    });
    const leaveResync = api.onResync(() => {
      if (isOpen) refresh();
    });
    return () => {
      isLeft = true;
      clearTimeout(timer);
      leaveEvents();
      leaveResync();
    };
  }, [api, studyInstanceUid, attempt]);

  return {
    load,
    tryAgain: () => {
      setLoad({ state: 'loading' });
      setAttempt((count) => count + 1);
    },
    replaceStudy: (study) => {
      setLoad((now) => (now.state === 'open' ? { state: 'open', open: { ...now.open, study } } : now));
    },
  };
}
