import { useState } from 'react';
import type { StudyRow, StudyStatus } from '../../../preload/contract/study.ts';
import type { ViewerApi } from './viewer-api.ts';

export interface ReadingStatusControl {
  readonly isBusy: boolean;
  /** Why the last change did not work, in the words of the core. */
  readonly problem: string | null;
  readonly set: (status: StudyStatus) => Promise<void>;
}

/** The core decides whether a status may follow another. */
export function useReadingStatus(
  api: ViewerApi,
  { studyInstanceUid, status: present }: StudyRow,
  onStudy: (study: StudyRow) => void,
): ReadingStatusControl {
  const [saving, setSaving] = useState<Pick<ReadingStatusControl, 'isBusy' | 'problem'>>({
    isBusy: false,
    problem: null,
  });
  return {
    ...saving,
    set: async (status) => {
      if (status === present) return;
      setSaving({ isBusy: true, problem: null });
      const reply = await api.call('study.setStatus', { studyInstanceUid, status });
      setSaving({ isBusy: false, problem: reply.ok ? null : reply.error.message });
      if (reply.ok) onStudy(reply.value);
    },
  };
}
