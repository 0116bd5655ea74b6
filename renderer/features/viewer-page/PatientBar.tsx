import { memo } from 'react';
import type { StudyRow, StudyStatus } from '../../../preload/contract/study.ts';
import { Button } from '../../ui/Button.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useNow } from '../../ui/use-now.ts';
import {
  birthText,
  displayName,
  ideographicName,
  readingStep,
  studyName,
  studyTimeText,
} from './study-text.ts';

export interface PatientBarProps {
  readonly study: StudyRow;
  readonly onSetStatus: (status: StudyStatus) => void;
  /** Why the last change of the reading status did not work; null when it did. */
  readonly statusProblem: string | null;
  readonly isSettingStatus: boolean;
  /** Null: there is no image to repeat. */
  readonly onAskRepeat: (() => void) | null;
}

/** Who this is, what was done, and how far reading has come. Never scrolls away. */
export const PatientBar = memo(function PatientBar(props: PatientBarProps) {
  const { study, onSetStatus, statusProblem, isSettingStatus, onAskRepeat } = props;
  const now = new Date(useNow('minute'));
  const name = displayName(study.patientName);
  const ideographic = ideographicName(study.patientName);
  const { word, fill, next } = readingStep(study.status);
  return (
    <header className="patient-bar" aria-label="Patient and study">
      <h1 className="patient-bar__name u-ellipsis" title={name}>
        <bdi>{name}</bdi>
        {ideographic !== '' && ideographic !== name && (
          <bdi className="patient-bar__ideographic">{ideographic}</bdi>
        )}
      </h1>
      <span className="patient-bar__detail">{birthText(study)}</span>
      <bdi className="patient-bar__detail u-selectable">{study.patientId || 'No ID'}</bdi>
      <span className="patient-bar__line" />
      <bdi className="u-ellipsis">
        {[studyName(study), studyTimeText(study, now)].filter((part) => part !== '').join(', ')}
      </bdi>
      {study.priority === 'stat' && <Tag variant="bright">STAT</Tag>}
      {study.priority === 'urgent' && <Tag variant="outlined">URG</Tag>}
      {study.conflictCount > 0 && (
        <span className="patient-bar__conflict">
          <Flag level="critical" />
          {study.conflictCount === 1 ? '1 open conflict' : `${study.conflictCount} open conflicts`}
        </span>
      )}
      <span className="patient-bar__status">
        {statusProblem !== null && (
          <span className="patient-bar__problem" role="alert">
            {statusProblem}
          </span>
        )}
        <ReadingDisc fill={fill} />
        <span>{word}</span>
        {onAskRepeat && (
          <Button keyCap="Ctrl B" onClick={onAskRepeat}>
            Ask for a repeat
          </Button>
        )}
        {next && (
          <Button
            keyCap={next.keyCap}
            busyText={isSettingStatus ? 'Saving' : undefined}
            onClick={() => {
              onSetStatus(next.status);
            }}
          >
            {next.label}
          </Button>
        )}
      </span>
    </header>
  );
});
