import type { StudyRow, StudyStatus } from '../../../preload/contract/study.ts';
import type { ApiClient } from '../../client/api-client.ts';
import type { MenuEntry } from '../../ui/ContextMenu.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import { displayName } from './person-name.ts';
import { readingStatus, settableStatuses } from './reading-status.ts';
import type { WorklistStore } from './worklist-store.ts';

export interface StudyActionParts {
  readonly api: Pick<ApiClient, 'call'>;
  readonly store: WorklistStore;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  readonly onOpen: (studyInstanceUid: string) => void;
}

export interface StudyActions {
  /** Sets the status that belongs to `Ctrl` and this digit on the row of the keyboard. */
  readonly setStatus: (digit: string) => void;
  readonly menuEntries: (study: StudyRow | undefined) => readonly MenuEntry[];
  readonly sayCopied: (what: string) => void;
}

/** What can be done with a study from its row. The core decides whether a status may follow another. */
export function useStudyActions({ api, store, onSay, onOpen }: StudyActionParts): StudyActions {
  const sayCopied = (what: string) => {
    onSay({ level: 'good', text: `Copied: ${what}.` });
  };
  const setTo = async (study: StudyRow, status: StudyStatus) => {
    const { studyInstanceUid } = study;
    const reply = await api.call('study.setStatus', { studyInstanceUid, status });
    if (reply.ok) store.acceptRow(reply.value);
    else onSay({ level: 'repeat', text: `${displayName(study.patientName).main}: ${reply.error.message}` });
  };
  const copyPatientId = async (study: StudyRow) => {
    await navigator.clipboard.writeText(study.patientId);
    sayCopied('patient ID');
  };

  return {
    sayCopied,
    setStatus: (digit) => {
      const { selected } = store.state.get();
      const study = selected === null ? undefined : store.rows.get(selected);
      const target = settableStatuses.find((each) => each.digit === digit);
      if (study && target && readingStatus(study.status).word !== target.word)
        void setTo(study, target.status);
    },
    menuEntries: (study) => {
      if (!study) return [];
      return [
        {
          kind: 'action',
          label: 'Open',
          keyCap: 'Enter',
          onSelect: () => {
            onOpen(study.studyInstanceUid);
          },
        },
        {
          kind: 'action',
          label: 'Copy patient ID',
          isOff: study.patientId === '',
          onSelect: () => void copyPatientId(study),
        },
        { kind: 'line' },
        ...settableStatuses.map(({ status, word, digit }) => ({
          kind: 'action' as const,
          label: `Reading status: ${word}`,
          keyCap: `Ctrl ${digit}`,
          isOff: readingStatus(study.status).word === word,
          onSelect: () => void setTo(study, status),
        })),
      ];
    },
  };
}
