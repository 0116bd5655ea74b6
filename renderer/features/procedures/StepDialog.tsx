import { useRef, useState, type SyntheticEvent } from 'react';
import type { ProcedureRow } from '../../../preload/contract/procedures.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import { EMPTY_ORDER, toDraft, toOrder, type FieldMistake, type StepDraft } from './step-draft.ts';

export interface StepDialogProps {
  readonly api: Pick<ApiClient, 'call'>;
  /** The step to edit; null for a new one. */
  readonly row: ProcedureRow | null;
  /** `YYYY-MM-DD`: the day that a new step is for, unless the person says another. */
  readonly day: string;
  /** AE titles that are known already. */
  readonly knownAeTitles: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: (row: ProcedureRow) => void;
}

const MODALITIES = ['CT', 'MR', 'DX', 'CR', 'US', 'MG', 'XA', 'RF', 'PT', 'NM', 'OT'] as const;
const SEXES = [
  { value: '', word: 'Not known' },
  { value: 'F', word: 'Female' },
  { value: 'M', word: 'Male' },
  { value: 'O', word: 'Other' },
];
const PRIORITIES = [
  { value: 'routine', word: 'Routine' },
  { value: 'urgent', word: 'Urgent' },
  { value: 'stat', word: 'STAT' },
];
const PREGNANCIES = [
  { value: '', word: 'Not said' },
  { value: '1', word: 'Not pregnant' },
  { value: '2', word: 'Possibly pregnant' },
  { value: '3', word: 'Pregnant' },
  { value: '4', word: 'Not known' },
];

/** Schedules a step, or changes one. What is wrong stands at its field; nothing is lost until it is right. */
export function StepDialog({ api, row, day, knownAeTitles, onClose, onSaved }: StepDialogProps) {
  const before = row?.order ?? EMPTY_ORDER;
  const [draft, setDraft] = useState<StepDraft>(() => toDraft(row ? before : { ...before, startDate: day }));
  const [mistakes, setMistakes] = useState<readonly FieldMistake[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const formRef = useRef<HTMLFormElement>(null);

  const save = async () => {
    if (isSaving) return;
    const { order, mistakes: own } = toOrder(draft, before);
    setMistakes(own);
    setFailure(null);
    if (own.length > 0) return;
    setSaving(true);
    const reply = row
      ? await api.call('procedures.update', { stepKey: row.stepKey, order })
      : await api.call('procedures.create', { order });
    setSaving(false);
    if (!reply.ok) setFailure(reply.error.message);
    else if (reply.value.row) onSaved(reply.value.row);
    else {
      setMistakes(reply.value.mistakes);
      requestAnimationFrame(() =>
        formRef.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
      );
    }
  };
  useWindowKeys((event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      void save();
    }
  });

  const field = (name: keyof StepDraft) => ({
    value: draft[name],
    mistake: mistakes.find((mistake) => mistake.field === name)?.message,
    onValue: (value: string) => {
      setDraft((now) => ({ ...now, [name]: value }));
      setMistakes((now) => now.filter((mistake) => mistake.field !== name));
    },
  });
  const placeless = mistakes.filter(({ field: name }) => !(name in draft));
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={onClose}
      title={row ? 'Change the step' : 'Schedule a step'}
      lead={
        row?.status === 'in-progress' || row?.status === 'completed'
          ? 'The device has begun this step: it will not hear of changes.'
          : 'Devices find it in their worklist as soon as it is saved.'
      }
      foot={
        <>
          <Button variant="ghost" keyCap="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            keyCap="Ctrl S"
            busyText={isSaving ? 'Saving' : undefined}
            onClick={() => void save()}
          >
            {row ? 'Save' : 'Schedule'}
          </Button>
        </>
      }
    >
      <form
        ref={formRef}
        className="step-form"
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          void save();
        }}
      >
        {failure !== null && (
          <Notice level="repeat" title="This was not saved.">
            {failure}
          </Notice>
        )}
        {placeless.map(({ message }) => (
          <Notice key={message} level="check" title={message} />
        ))}
        <fieldset className="step-form__part">
          <legend>Patient</legend>
          <TextField
            label="Name"
            isRequired
            placeholder="Family, Given"
            autoFocus
            {...field('patientName')}
          />
          <TextField label="Patient ID" isRequired {...field('patientId')} />
          <TextField label="Born" type="date" {...field('patientBirthDate')} />
          <SelectField label="Sex" choices={SEXES} {...field('patientSex')} />
          <TextField label="Weight, kg" inputMode="decimal" {...field('patientWeightKg')} />
          <SelectField label="Pregnancy" choices={PREGNANCIES} {...field('pregnancyStatus')} />
          <TextField label="Allergies" {...field('allergies')} />
          <TextField label="Medical alerts" {...field('medicalAlerts')} />
        </fieldset>
        <fieldset className="step-form__part">
          <legend>Examination</legend>
          <TextField label="Modality" isRequired suggestions={MODALITIES} {...field('modality')} />
          <TextField label="Procedure" {...field('requestedProcedureDescription')} />
          <TextField label="Accession number" {...field('accessionNumber')} />
          <SelectField label="Priority" choices={PRIORITIES} {...field('priority')} />
          <TextField label="Date" type="date" isRequired {...field('startDate')} />
          <TextField label="Time" type="time" isRequired {...field('startTime')} />
          <TextField
            label="Device, AE title"
            placeholder="any device"
            className="u-mono"
            suggestions={knownAeTitles}
            {...field('stationAeTitles')}
          />
          <TextField label="Expected images" inputMode="numeric" {...field('expectedImageCount')} />
          <TextField label="Referred by" placeholder="Family, Given" {...field('referringPhysician')} />
          <TextField label="Reason" {...field('reason')} />
        </fieldset>
        <details
          className="step-form__more"
          open={mistakes.some(({ field: name }) => MORE.has(name)) || undefined}
        >
          <summary>More</summary>
          <div className="step-form__part">
            <TextField label="Name in ideographs" {...field('ideographic')} />
            <TextField label="Name as spoken" {...field('phonetic')} />
            <TextField label="Patient ID issued by" {...field('issuerOfPatientId')} />
            <TextField label="Admission ID" {...field('admissionId')} />
            <TextField label="Patient is in" {...field('patientLocation')} />
            <TextField label="Height, m" inputMode="decimal" {...field('patientSizeM')} />
            <TextField label="Step, if it differs from the procedure" {...field('stepDescription')} />
            <TextField label="Room" {...field('stepLocation')} />
            <TextField label="Requested by" placeholder="Family, Given" {...field('requestingPhysician')} />
            <TextField label="To be done by" placeholder="Family, Given" {...field('performingPhysician')} />
            <TextField label="Contrast agent" {...field('contrastAgent')} />
            <TextField
              label="Protocol codes"
              placeholder="value|scheme|meaning; …"
              {...field('protocolCodes')}
            />
            <TextField label="Procedure ID" placeholder="made by Bucky" {...field('requestedProcedureId')} />
            <TextField label="Step ID" placeholder="made by Bucky" {...field('stepId')} />
            <TextField
              label="Study Instance UID"
              placeholder="made by Bucky"
              className="u-mono"
              isWide
              {...field('studyInstanceUid')}
            />
            <TextField label="Remarks" isWide {...field('stepComments')} />
          </div>
        </details>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

/** Fields that are folded away; a mistake in one of them opens it. */
const MORE: ReadonlySet<string> = new Set([
  'issuerOfPatientId',
  'admissionId',
  'patientLocation',
  'patientSizeM',
  'stepDescription',
  'stepLocation',
  'requestingPhysician',
  'performingPhysician',
  'contrastAgent',
  'protocolCodes',
  'requestedProcedureId',
  'stepId',
  'studyInstanceUid',
  'stepComments',
]);
