import type { ProcedureRow, StepStatus } from '../../../preload/contract/procedures.ts';
import { Button } from '../../ui/Button.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useNow } from '../../ui/use-now.ts';
import { dateText, dayText, imagesText, nameBeside, nameText, statusText } from './step-text.ts';
import '../../ui/preview.css';

export interface StepPreviewProps {
  readonly row: ProcedureRow;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  readonly onSetStatus: (status: StepStatus) => void;
  readonly onOpenStudy: () => void;
}

const SOURCES = { person: 'entered here', csv: 'from a list', hl7: 'over HL7' } as const;
const PREGNANCY = ['', 'Not pregnant', 'Possibly pregnant', 'Pregnant', 'Pregnancy not known'] as const;
const SEXES: Readonly<Record<string, string>> = { F: 'female', M: 'male', O: 'other' };

/** The step under the keyboard: who, what, when and where, what came for it, and what does not agree. */
export function StepPreview(props: StepPreviewProps) {
  const { row, onEdit, onRemove, onSetStatus, onOpenStudy } = props;
  const { order, status, remarks, study } = row;
  const next = nextStatus(status);
  return (
    <aside className="preview" aria-label="Step">
      <header className="preview__part">
        <div className="preview__identity">
          <h2 className="u-selectable">
            <bdi>{nameText(order.patientName)}</bdi>{' '}
            <bdi className="row-table__beside">{nameBeside(order.patientName)}</bdi>
          </h2>
          {order.priority === 'stat' && <Tag variant="bright">STAT</Tag>}
          {order.priority === 'urgent' && <Tag variant="outlined">URG</Tag>}
        </div>
        <p className="preview__line u-selectable">
          <Identity row={row} />
        </p>
        <p className="preview__what">
          <bdi>
            {[order.modality, order.stepDescription || order.requestedProcedureDescription]
              .filter(Boolean)
              .join(', ')}
          </bdi>
        </p>
        <p className="preview__line">
          <When row={row} />
        </p>
      </header>
      {remarks.length > 0 && (
        <div className="step-preview__remarks" role="status">
          <Flag level="critical" />
          <div>
            <b>What came does not agree with the order.</b>
            {remarks.map((remark) => (
              <p key={remark}>{remark}</p>
            ))}
            <p>Nothing was changed. Correct the order here, or the images in the archive.</p>
          </div>
        </div>
      )}
      <div className="preview__scroll">
        <Facts row={row} />
      </div>
      <footer className="preview__foot">
        <Button variant="primary" keyCap="Enter" onClick={onEdit}>
          Edit
        </Button>
        {next && (
          <Button
            {...(next.keyCap !== undefined && { keyCap: next.keyCap })}
            onClick={() => {
              onSetStatus(next.status);
            }}
          >
            {next.word}
          </Button>
        )}
        {study && (
          <Button keyCap="O" onClick={onOpenStudy}>
            Open study
          </Button>
        )}
        <Button variant="ghost" keyCap="Delete" onClick={onRemove}>
          Remove
        </Button>
      </footer>
    </aside>
  );
}

/** What a person usually says next; devices say the rest. */
function nextStatus(
  status: StepStatus,
): { readonly status: StepStatus; readonly word: string; readonly keyCap?: string } | null {
  switch (status) {
    case 'scheduled':
      return { status: 'arrived', word: 'Arrived', keyCap: 'A' };
    case 'arrived':
      return { status: 'scheduled', word: 'Not arrived', keyCap: 'A' };
    case 'in-progress':
      return { status: 'completed', word: 'Completed' };
    case 'completed':
    case 'discontinued':
      return { status: 'scheduled', word: 'Schedule again' };
  }
}

function Identity({ row: { order } }: { readonly row: ProcedureRow }) {
  const born = order.patientBirthDate === null ? '' : `born ${dateText(order.patientBirthDate)}`;
  const rest = [born, SEXES[order.patientSex] ?? ''].filter(Boolean).join(', ');
  return (
    <>
      <bdi>{order.patientId}</bdi>
      {rest !== '' && `, ${rest}`}
    </>
  );
}

function When({ row: { order } }: { readonly row: ProcedureRow }) {
  const day = dayText(order.startDate, useNow('minute'));
  const where = order.stationAeTitles.length === 0 ? 'any device' : order.stationAeTitles.join(', ');
  return (
    <>
      {day} {order.startTime.slice(0, 5)}, <bdi>{where}</bdi>
    </>
  );
}

function Facts({ row }: { readonly row: ProcedureRow }) {
  const { order, status, study, source } = row;
  const { word, fill } = statusText(status);
  const facts: readonly (readonly [string, string])[] = [
    ['Images', study === null ? 'none yet' : imagesText(row)],
    ['Accession', order.accessionNumber],
    ['Procedure', order.requestedProcedureDescription],
    ['Protocol', order.protocolCodes.map(({ value, meaning }) => meaning || value).join(', ')],
    ['Reason', order.reason],
    ['Alerts', order.medicalAlerts],
    ['Allergies', order.allergies],
    ['Pregnancy', PREGNANCY[order.pregnancyStatus ?? 0] ?? ''],
    ['Weight', order.patientWeightKg === null ? '' : `${order.patientWeightKg} kg`],
    ['Height', order.patientSizeM === null ? '' : `${order.patientSizeM} m`],
    ['Contrast', order.contrastAgent],
    ['Referred by', named(order.referringPhysician)],
    ['Requested by', named(order.requestingPhysician)],
    ['Room', order.stepLocation],
    ['Patient is in', order.patientLocation],
    ['Admission', order.admissionId],
    ['Remarks', order.stepComments],
    ['Step ID', order.stepId],
    ['Entered', SOURCES[source]],
  ];
  return (
    <dl className="facts">
      <dt>Status</dt>
      <dd className="facts__disc">
        <ReadingDisc fill={fill} /> {word}
      </dd>
      {facts
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <Fact key={label} label={label} value={value} />
        ))}
    </dl>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="u-selectable">
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}

function named(name: ProcedureRow['order']['patientName']): string {
  return name.alphabetic + name.ideographic + name.phonetic === '' ? '' : nameText(name);
}
