import type { RemoteJobRow } from '../../../preload/contract/remote.ts';
import type { Toast } from '../../ui/toast-store.ts';
import type { AskApi, AskStore } from './ask-store.ts';
import { jobLabel, rowKey, type RemoteStudyRow } from './ask-text.ts';

export type JobDeed = 'pause' | 'resume' | 'cancel' | 'remove';

export interface AskActions {
  readonly fetch: (studies: readonly RemoteStudyRow[]) => Promise<void>;
  readonly change: (job: Pick<RemoteJobRow, 'jobKey'>, deed: JobDeed) => Promise<void>;
  /** Takes all that is through out of the list. */
  readonly tidy: (jobs: readonly RemoteJobRow[]) => Promise<void>;
}

/** What a person does to studies and jobs. The core tells of the changes by its events; only refusals need words here. */
export function createAskActions(
  api: AskApi,
  store: AskStore,
  onSay: (toast: Omit<Toast, 'id'>) => void,
): AskActions {
  const complain = (text: string) => {
    onSay({ level: 'repeat', text });
  };
  return {
    fetch: async (studies) => {
      store.untick(studies.map(rowKey));
      for (const study of studies) {
        const { nodeName, studyInstanceUid } = study;
        const reply = await api.call('remote.retrieve', {
          nodeName,
          studyInstanceUid,
          label: jobLabel(study),
        });
        if (!reply.ok) {
          complain(reply.error.message); // the others would be refused for the same reason
          return;
        }
      }
    },
    change: async ({ jobKey }, deed) => {
      const reply = await api.call(`remote.jobs.${deed}`, { jobKey });
      if (!reply.ok) complain(reply.error.message);
    },
    tidy: async (jobs) => {
      for (const { jobKey } of jobs.filter(isThrough)) await api.call('remote.jobs.remove', { jobKey });
    },
  };
}

/** Nothing is left for a person to do. */
export function isThrough({ state }: Pick<RemoteJobRow, 'state'>): boolean {
  return state === 'done' || state === 'cancelled';
}
