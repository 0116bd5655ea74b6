import { useState } from 'react';
import type { QualityTask } from '../../../preload/contract/quality.ts';
import { rejectReasons } from '../../quality/overrule-reasons.ts';
import { nameText, studyText } from '../../quality/people.ts';
import { imageName } from '../../quality/quality-words.ts';
import { review, type ReviewDeed } from '../../quality/review.ts';
import type { Asked } from '../../quality/use-asked.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { useStudyQuality } from '../../quality/use-study-quality.ts';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { isCovered, isPress, isTyping } from '../../ui/page-keys.ts';
import type { Toast } from '../../ui/toast-store.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import { TaskCard } from './TaskCard.tsx';
import { subjectOfTask, type TaskDeeds } from './task-subject.ts';

export interface TaskListProps {
  readonly api: QualityApi;
  readonly isActive: boolean;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  readonly onShowKeys: (areShown: boolean) => void;
  readonly onOpenStudy: (study: { readonly studyInstanceUid: string; readonly title: string }) => void;
  readonly onRoomView: (room: string) => void;
  readonly asked: Asked<'quality.tasks'>;
  readonly chosenUid: string;
  readonly onChoose: (studyInstanceUid: string) => void;
}

const noTasks: readonly QualityTask[] = [];

/** Studies to decide about, most urgent first; the keyboard decides about the worst image of the chosen one. */
export function TaskList(props: TaskListProps) {
  const { api, isActive, asked, chosenUid, onChoose, onOpenStudy, onSay } = props;
  const tasks = asked.value?.tasks ?? noTasks;
  const chosen = tasks.find(({ studyInstanceUid }) => studyInstanceUid === chosenUid) ?? tasks[0];
  const state = useStudyQuality(api, isActive && chosen ? chosen.studyInstanceUid : null);
  const subject = subjectOfTask(state);
  const [rejectedUid, setRejectedUid] = useState<string | null>(null);
  const isRejecting = rejectedUid !== null && rejectedUid === subject?.instance.sopInstanceUid;

  const open = (task: QualityTask | undefined) => {
    if (!task) return;
    const { studyInstanceUid, patientName } = task;
    onOpenStudy({ studyInstanceUid, title: `${nameText(patientName)}, ${studyText(task)}` });
  };
  const decide = (decision: ReviewDeed['decision'], reason: string) => {
    if (!subject) return;
    const { sopInstanceUid, instanceNumber } = subject.instance;
    setRejectedUid(null);
    const deed = { sopInstanceUid, decision, findingType: null, reason };
    void review(api, { ...deed, imageName: imageName(instanceNumber) }, onSay);
  };
  const deeds: TaskDeeds = {
    keep: () => {
      decide('overrule', 'Kept by the technologist');
    },
    repeat: () => {
      decide('repeat', subject?.word ?? '');
    },
    startRejecting: () => {
      setRejectedUid(subject?.instance.sopInstanceUid ?? null);
    },
    reject: (reason) => {
      decide('reject', reason);
    },
    leaveRejecting: () => {
      setRejectedUid(null);
    },
  };
  const step = (by: 1 | -1) => {
    const at = tasks.findIndex((task) => task === chosen);
    const next = tasks[Math.min(tasks.length - 1, Math.max(0, at + by))];
    if (next) onChoose(next.studyInstanceUid);
    setRejectedUid(null);
  };
  useWindowKeys((event) => {
    if (!isActive || event.repeat || isForOthers(event)) return;
    const reason = isRejecting ? rejectReasons.find(({ digit }) => digit === event.key)?.reason : undefined;
    const run =
      reason === undefined ? keyDeeds(deeds, step, () => open(chosen), props)[event.key] : undefined;
    if (reason !== undefined) deeds.reject(reason);
    else if (run) run();
    else return;
    event.preventDefault();
  });

  return (
    <aside className="desk__tasks" aria-label="To decide">
      <header className="desk__tasks-head">
        <h2>To decide</h2>
        <span>{asked.value ? tasks.length : ''}</span>
        <span className="desk__tasks-keys">
          most urgent first <KeyCap>↑</KeyCap>
          <KeyCap>↓</KeyCap>
        </span>
      </header>
      {asked.failure !== null && <p className="desk__words">{asked.failure}</p>}
      {asked.value && tasks.length === 0 && (
        <p className="desk__words">
          Nothing to decide. Studies come here when an image looks bad, a part is missing, or the body part
          does not fit.
        </p>
      )}
      <ul className="desk__task-list">
        {tasks.map((task) => {
          const isChosen = task === chosen;
          return (
            <TaskCard
              key={task.studyInstanceUid}
              api={api}
              task={task}
              isChosen={isChosen}
              subject={isChosen ? subject : null}
              isRejecting={isChosen && isRejecting}
              deeds={deeds}
              onChoose={() => {
                onChoose(task.studyInstanceUid);
              }}
              onOpen={() => {
                open(task);
              }}
            />
          );
        })}
      </ul>
    </aside>
  );
}

function isForOthers(event: KeyboardEvent): boolean {
  return (
    isTyping(event) || isCovered(document) || isPress(event) || event.ctrlKey || event.altKey || event.metaKey
  );
}

function keyDeeds(
  deeds: TaskDeeds,
  step: (by: 1 | -1) => void,
  open: () => void,
  { onRoomView, onShowKeys }: Pick<TaskListProps, 'onRoomView' | 'onShowKeys'>,
): Readonly<Record<string, () => void>> {
  return {
    ArrowDown: () => {
      step(1);
    },
    ArrowUp: () => {
      step(-1);
    },
    '1': deeds.keep,
    '2': deeds.repeat,
    '3': deeds.startRejecting,
    Escape: deeds.leaveRejecting,
    Enter: open,
    F11: () => {
      onRoomView('');
    },
    '?': () => {
      onShowKeys(true);
    },
  };
}
