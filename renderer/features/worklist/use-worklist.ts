import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { StudyRow } from '../../../preload/contract/study.ts';
import { WorklistStore, type WorklistApi } from './worklist-store.ts';

/** The store of this page; it listens while the page is mounted. */
export function useWorklistStore(api: WorklistApi): WorklistStore {
  const [store] = useState(() => new WorklistStore(api));
  useEffect(() => store.start(), [store]);
  return store;
}

/** The newest state of one study in the list; undefined when it is not in it. */
export function useStudyRow(store: WorklistStore, studyInstanceUid: string | null): StudyRow | undefined {
  const subscribe = useCallback(
    (listener: () => void) =>
      studyInstanceUid === null ? () => undefined : store.rows.subscribe(studyInstanceUid, listener),
    [store, studyInstanceUid],
  );
  return useSyncExternalStore(subscribe, () =>
    studyInstanceUid === null ? undefined : store.rows.get(studyInstanceUid),
  );
}
