import { useEffect, useRef } from 'react';
import type { InstanceQuality, QualityTask } from '../../../preload/contract/quality.ts';
import { JudgedPicture, thumbnailUrl } from '../../quality/JudgedPicture.tsx';
import { rejectReasons } from '../../quality/overrule-reasons.ts';
import { nameText, studyText } from '../../quality/people.ts';
import { findingWord, imageName, instanceLevel, scoreText } from '../../quality/quality-words.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { useStudyQuality } from '../../quality/use-study-quality.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Flag } from '../../ui/Flag.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { subjectOfTask, type TaskDeeds, type TaskSubject } from './task-subject.ts';

export interface TaskCardProps {
  readonly api: QualityApi;
  readonly task: QualityTask;
  /** Keys are about this one: it shows its answers. */
  readonly isChosen: boolean;
  readonly subject: TaskSubject | null;
  readonly isRejecting: boolean;
  readonly deeds: TaskDeeds;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
}

/** A study to decide about: picture, what was found, whose it is, and the answers, of which none weighs more. */
export function TaskCard(props: TaskCardProps) {
  const { api, task, isChosen, isRejecting, deeds, onChoose, onOpen } = props;
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const state = useStudyQuality(api, task.studyInstanceUid);
  const subject = props.subject ?? subjectOfTask(state);
  return (
    <li
      ref={ref}
      className={classNames('task', isChosen && 'task--chosen')}
      aria-current={isChosen || undefined}
      onClick={onChoose}
      onDoubleClick={onOpen}
    >
      <div className="task__what">
        <div className="task__picture">
          {subject && (
            <JudgedPicture
              url={thumbnailUrl(subject.instance)}
              name={imageName(subject.instance.instanceNumber)}
              verdict={null}
              number={null}
            />
          )}
        </div>
        <TaskWords task={task} instance={subject?.instance ?? null} />
      </div>
      {isChosen &&
        (subject ? (
          <Answers deeds={deeds} isRejecting={isRejecting} onOpen={onOpen} />
        ) : (
          <div className="task__answers">
            <Button keyCap="Enter" onClick={onOpen}>
              Open
            </Button>
          </div>
        ))}
    </li>
  );
}

/** What was found and whose it is. */
function TaskWords({
  task,
  instance,
}: {
  readonly task: QualityTask;
  readonly instance: InstanceQuality | null;
}) {
  const finding = instance?.findings[0];
  const level = instance ? instanceLevel(instance) : (task.quality.verdict ?? 'unknown');
  const reason = finding?.reason ?? instance?.recommendation ?? task.reasons.slice(1).join('; ');
  return (
    <div className="task__words">
      <div className="task__title">
        <Flag level={level} />
        <h3 className="u-ellipsis">
          {finding ? findingTitle(finding) : (task.reasons[0] ?? 'Cannot judge')}
        </h3>
        {task.priority === 'stat' && <Tag variant="bright">STAT</Tag>}
        {task.priority === 'urgent' && <Tag variant="outlined">URG</Tag>}
      </div>
      <p className="task__whose">
        <bdi>{nameText(task.patientName)}</bdi>, <bdi>{task.patientId || 'no ID'}</bdi>,{' '}
        <bdi>{studyText(task)}</bdi>
        {instance && `, ${imageName(instance.instanceNumber)}`}
      </p>
      <p>{reason}</p>
    </div>
  );
}

function Answers({ deeds, isRejecting, onOpen }: Pick<TaskCardProps, 'deeds' | 'isRejecting' | 'onOpen'>) {
  if (isRejecting) {
    return (
      <div className="task__answers task__answers--reasons" role="group" aria-label="Why it is rejected">
        {rejectReasons.map(({ digit, reason }) => (
          <Button
            key={digit}
            keyCap={digit}
            onClick={() => {
              deeds.reject(reason);
            }}
          >
            {reason}
          </Button>
        ))}
        <Button variant="ghost" keyCap="Esc" onClick={deeds.leaveRejecting}>
          Leave it open
        </Button>
      </div>
    );
  }
  return (
    <div className="task__answers">
      <Button keyCap="1" onClick={deeds.keep}>
        Keep
      </Button>
      <Button keyCap="2" onClick={deeds.repeat}>
        Repeat
      </Button>
      <Button keyCap="3" onClick={deeds.startRejecting}>
        Reject…
      </Button>
      <Button className="task__open" keyCap="Enter" onClick={onOpen}>
        Open
      </Button>
    </div>
  );
}

function findingTitle({ type, probability }: { readonly type: string; readonly probability: number | null }) {
  return probability === null ? findingWord(type) : `${findingWord(type)} ${scoreText(probability)}`;
}
