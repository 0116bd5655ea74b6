import type { ComponentType } from 'react';
import type { StudyRow } from '../../../preload/contract/study.ts';
import { scoreText, verdictWord } from '../../quality/quality-words.ts';
import { CompletenessStrip } from '../../ui/CompletenessStrip.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ageAtStudy } from './age.ts';
import type { ColumnId } from './columns.ts';
import { arrivedAtMs, dayOf } from './list-items.ts';
import { isArriving, readingStatus } from './reading-status.ts';
import { StudyName } from './StudyName.tsx';
import { clockText, countText, durationText, momentText, toIsoDay } from './time-text.ts';

export interface CellProps {
  readonly study: StudyRow;
  /** False under a person's own order: the time then carries its day, unless it is today. */
  readonly isUnderDayHead: boolean;
}

function PriorityCell({ study }: CellProps) {
  if (study.priority === 'stat') return <Tag variant="bright">STAT</Tag>;
  if (study.priority === 'urgent') return <Tag variant="outlined">URG</Tag>;
  return null;
}

function PatientCell({ study }: CellProps) {
  return (
    <>
      <span className="u-ellipsis">
        <StudyName name={study.patientName} />
      </span>
      {study.conflictCount > 0 && <Flag level="critical" label={conflictText(study.conflictCount)} />}
    </>
  );
}

function PatientIdCell({ study }: CellProps) {
  return <bdi>{study.patientId}</bdi>;
}

function AgeCell({ study }: CellProps) {
  return [ageAtStudy(study, dayOf(study)), study.patientSex].filter(Boolean).join(' ');
}

function ModalityCell({ study }: CellProps) {
  return <bdi>{study.modalities.join(' ')}</bdi>;
}

function StudyCell({ study }: CellProps) {
  return <bdi className="u-ellipsis">{study.studyDescription}</bdi>;
}

function ImagesCell({ study }: CellProps) {
  const { instanceCount, expectedCount } = study;
  const isIncomplete = expectedCount !== null && instanceCount < expectedCount;
  if (!isArriving(study) && !isIncomplete)
    return <span className="cell-dim">{countText(instanceCount)}</span>;
  if (expectedCount === null) {
    return (
      <span className="u-ellipsis">
        <b className="cell-strong">{countText(instanceCount)}</b>
        <span className="cell-dim">
          , last <Ago atMs={study.lastReceivedAtMs} />
        </span>
      </span>
    );
  }
  return (
    <>
      <b className="cell-strong">
        {countText(instanceCount)} of {countText(expectedCount)}
      </b>
      <CompletenessStrip arrived={instanceCount} expected={expectedCount} />
      <span className="cell-dim u-ellipsis">
        <Ago atMs={study.lastReceivedAtMs} />
      </span>
    </>
  );
}

/** The only part of a row that changes with the clock. */
function Ago({ atMs }: { readonly atMs: number }) {
  return `${durationText(useNow('second') - atMs)} ago`;
}

/** Worst flag, why, and the score beside it, dimmer. Good is quiet: a ring and the score. */
function QualityCell({ study: { quality } }: CellProps) {
  const { verdict, score, judgedCount, judgeableCount, reason } = quality;
  const isAtWork = judgedCount < judgeableCount;
  if (judgeableCount === 0) return null;
  if (verdict === null || (verdict === 'good' && isAtWork)) {
    return (
      <>
        <Flag level="judging" />
        <span className="cell-dim u-ellipsis">
          {judgedCount} of {countText(judgeableCount)} judged
        </span>
      </>
    );
  }
  const words = reason || (verdict === 'good' ? '' : verdictWord(verdict));
  return (
    <>
      <Flag level={verdict} label={words === '' ? 'Good' : undefined} />
      <span className="cell-reason u-ellipsis">{words}</span>
      {score !== null && <span className="cell-score">{scoreText(score)}</span>}
    </>
  );
}

function StatusCell({ study }: CellProps) {
  const { word, fill } = readingStatus(study.status);
  return (
    <>
      <ReadingDisc fill={fill} />
      {word}
    </>
  );
}

function ArrivedCell({ study, isUnderDayHead }: CellProps) {
  const atMs = arrivedAtMs(study);
  const isOfThatDay = isUnderDayHead && toIsoDay(atMs) === dayOf(study);
  return isOfThatDay ? clockText(atMs) : <Moment atMs={atMs} />;
}

function Moment({ atMs }: { readonly atMs: number }) {
  return momentText(atMs, useNow('minute'));
}

export function conflictText(conflictCount: number): string {
  return conflictCount === 1 ? '1 open conflict' : `${conflictCount} open conflicts`;
}

export const cells: Readonly<Record<ColumnId, ComponentType<CellProps>>> = {
  priority: PriorityCell,
  patient: PatientCell,
  patientId: PatientIdCell,
  age: AgeCell,
  modality: ModalityCell,
  study: StudyCell,
  images: ImagesCell,
  quality: QualityCell,
  status: StatusCell,
  arrived: ArrivedCell,
};
