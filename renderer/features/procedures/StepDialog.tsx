import { useState } from 'react';
import type { ProcedureRow } from '../../../preload/contract/procedures.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useSaving } from '../../ui/use-saving.ts';
import { EMPTY_ORDER, toDraft, toOrder, type StepDraft } from './step-draft.ts';

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

/** Schedules a step, or changes one. */
export function StepDialog({ api, row, day, knownAeTitles, onClose, onSaved }: StepDialogProps) {
  const before = row?.order ?? EMPTY_ORDER;
  const [draft, setDraft] = useState<StepDraft>(() => toDraft(row ? before : { ...before, startDate: day }));
  const saving = useSaving(async () => {
    const { order, mistakes } = toOrder(draft, before);
    if (mistakes.length > 0) return { state: 'wrong', mistakes };
    const reply = row
      ? await api.call('procedures.update', { stepKey: row.stepKey, order })
      : await api.call('procedures.create', { order });
    if (!reply.ok) return { state: 'failed', message: reply.error.message };
    if (!reply.value.row) return { state: 'wrong', mistakes: reply.value.mistakes };
    onSaved(reply.value.row);
    return { state: 'saved' };
  });

  const field = (name: keyof StepDraft) => ({
    value: draft[name],
    mistake: saving.mistakeOf(name),
    onValue: (value: string) => {
      setDraft((now) => ({ ...now, [name]: value }));
      saving.forget([name]);
    },
  });
  return (
    <FormDialog
      title={row ? 'Change the step' : 'Schedule a step'}
      lead={
        row?.status === 'in-progress' || row?.status === 'completed'
          ? 'The device has begun this step: it will not hear of changes.'
          : 'Devices find it in their worklist as soon as it is saved.'
      }
      saveWord={row ? 'Save' : 'Schedule'}
      saving={saving}
      hasField={(name) => name in draft}
      onClose={onClose}
    >
      <fieldset className="step-form__part">
        <legend>Patient</legend>
        <TextField label="Name" isRequired placeholder="Family, Given" autoFocus {...field('patientName')} />
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
        open={saving.mistakes.some(({ field: name }) => MORE.has(name)) || undefined}
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
    </FormDialog>
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
