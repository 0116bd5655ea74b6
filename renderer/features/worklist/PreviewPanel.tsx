import type { StudyRow } from '../../../preload/contract/study.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { Button } from '../../ui/Button.tsx';
import { Flag } from '../../ui/Flag.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ageOn, sexWord } from './age.ts';
import { conflictText } from './cells.tsx';
import { arrivedAtMs, dayOf } from './list-items.ts';
import { isArriving, readingStatus } from './reading-status.ts';
import { PreviewQuality } from './PreviewQuality.tsx';
import { StudyName } from './StudyName.tsx';
import { ThumbnailGrid } from './ThumbnailGrid.tsx';
import { clockText, countText, dateText, imagesText, momentText, startOfDayMs } from './time-text.ts';
import { useStudyDetails, type StudyDetails } from './use-study-details.ts';
import '../../ui/preview.css';

export interface PreviewPanelProps {
  readonly api: QualityApi;
  readonly study: StudyRow | undefined;
  /** Behind another page nothing is fetched: the images of that page go first. */
  readonly isVisible: boolean;
  readonly onOpen: (studyInstanceUid: string) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
}

/** The study under the keyboard: who, what, how it looks, and the way into it. */
export function PreviewPanel({ api, study, isVisible, onOpen, onSay }: PreviewPanelProps) {
  return (
    <aside className="preview" aria-label="Preview">
      {study ? (
        <StudyPreview api={api} study={study} isVisible={isVisible} onOpen={onOpen} onSay={onSay} />
      ) : (
        <p className="preview__nothing">Choose a study in the list to see what is in it.</p>
      )}
    </aside>
  );
}

function StudyPreview({
  api,
  study,
  isVisible,
  onOpen,
  onSay,
}: PreviewPanelProps & { readonly study: StudyRow }) {
  const found = useStudyDetails(api, study, isVisible);
  return (
    <>
      <header className="preview__part">
        <div className="preview__identity">
          <h2 className="u-selectable">
            <StudyName name={study.patientName} />
          </h2>
          {study.priority === 'stat' && <Tag variant="bright">STAT</Tag>}
          {study.priority === 'urgent' && <Tag variant="outlined">URG</Tag>}
        </div>
        <p className="preview__line u-selectable">
          <Identity study={study} />
        </p>
        <p className="preview__what">
          <bdi>{[study.modalities.join(' '), study.studyDescription].filter(Boolean).join(', ')}</bdi>
        </p>
        <p className="preview__line">
          <Arrival study={study} />
        </p>
      </header>
      {study.conflictCount > 0 && (
        <p className="preview__conflict">
          <Flag level="critical" />
          <span>
            <b>{conflictText(study.conflictCount)}.</b> Something here does not agree with what came before.
            Nothing was merged or overwritten.
          </span>
        </p>
      )}
      <div className="preview__scroll">
        {found.status === 'failed' && <p className="preview__nothing">{found.error.message}</p>}
        {found.status === 'ready' && (
          <>
            <ThumbnailGrid studyInstanceUid={study.studyInstanceUid} series={found.details.series} />
            <Warnings details={found.details} />
          </>
        )}
        <PreviewQuality
          key={study.studyInstanceUid}
          api={api}
          study={study}
          isVisible={isVisible}
          onSay={onSay}
        />
        <Facts study={study} />
      </div>
      <footer className="preview__foot">
        <Button
          variant="primary"
          keyCap="Enter"
          onClick={() => {
            onOpen(study.studyInstanceUid);
          }}
        >
          Open
        </Button>
      </footer>
    </>
  );
}

/** `K-20415, born 12 Mar 1968 (58), female` */
function Identity({ study }: { readonly study: StudyRow }) {
  const { patientId, patientBirthDate, patientSex } = study;
  const age = patientBirthDate === null ? '' : ageOn(patientBirthDate, dayOf(study));
  const born = patientBirthDate === null ? '' : `born ${dateText(patientBirthDate)}${age && ` (${age})`}`;
  const rest = [born, sexWord(patientSex)].filter(Boolean).join(', ');
  return (
    <>
      <bdi>{patientId || 'No patient ID'}</bdi>
      {rest !== '' && `, ${rest}`}
    </>
  );
}

/** `Today 14:27 from CT-1` */
function Arrival({ study }: { readonly study: StudyRow }) {
  const nowMs = useNow('minute');
  const atMs = arrivedAtMs(study);
  const isToday = startOfDayMs(atMs) === startOfDayMs(nowMs);
  const when = isToday ? `Today ${clockText(atMs)}` : momentText(atMs, nowMs);
  const from = study.stationName || study.sourceAeTitle;
  return (
    <>
      {when}
      {from !== '' && (
        <>
          {' from '}
          <bdi>{from}</bdi>
        </>
      )}
    </>
  );
}

function Facts({ study }: { readonly study: StudyRow }) {
  const { word, fill } = readingStatus(study.status);
  return (
    <dl className="facts">
      <dt>Reading</dt>
      <dd className="facts__disc">
        <ReadingDisc fill={fill} /> {word}
      </dd>
      <dt>Images</dt>
      <dd>
        {study.expectedCount !== null && study.instanceCount < study.expectedCount
          ? `${countText(study.instanceCount)} of ${imagesText(study.expectedCount)}`
          : imagesText(study.instanceCount)}
        {isArriving(study) && ', still coming'}
      </dd>
      {study.studyDate !== null && (
        <>
          <dt>Study date</dt>
          <dd>
            {dateText(study.studyDate)}
            {study.studyTime !== null && `, ${study.studyTime.slice(0, 5)}`}
          </dd>
        </>
      )}
      {study.accessionNumber !== '' && (
        <>
          <dt>Accession</dt>
          <dd>
            <bdi className="u-selectable">{study.accessionNumber}</bdi>
          </dd>
        </>
      )}
      {study.issuerOfPatientId !== '' && (
        <>
          <dt>ID issued by</dt>
          <dd>
            <bdi>{study.issuerOfPatientId}</bdi>
          </dd>
        </>
      )}
      <dt>Sent by</dt>
      <dd>
        <bdi className="u-mono">{study.sourceAeTitle}</bdi>
      </dd>
    </dl>
  );
}

/** Remarks made at reception, each once, with the number of images that it concerns. */
function Warnings({ details }: { readonly details: StudyDetails }) {
  const counts = new Map<string, number>();
  for (const series of details.series) {
    for (const instance of series.instances) {
      for (const warning of instance.warnings) counts.set(warning, (counts.get(warning) ?? 0) + 1);
    }
  }
  if (counts.size === 0) return null;
  return (
    <ul className="preview__warnings" aria-label="Remarks made at reception">
      {[...counts].map(([warning, count]) => (
        <li key={warning} className="preview__warning">
          <Flag level="check" label="Look at it" />
          <span>
            {warning} <span className="cell-dim">({imagesText(count)})</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
