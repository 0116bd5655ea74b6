/** What a person looks for. Dates are `YYYY-MM-DD`; empty fields match everything. */
export interface AskForm {
  readonly patientName: string;
  readonly patientId: string;
  readonly accessionNumber: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly modality: string;
}

export const EMPTY_FORM: AskForm = {
  patientName: '',
  patientId: '',
  accessionNumber: '',
  fromDate: '',
  toDate: '',
  modality: '',
};

export type QuickDays = 'today' | 'yesterday' | 'week';

/** The days behind a button, on this PC's calendar. */
export function quickDays(days: QuickDays, nowMs: number): Pick<AskForm, 'fromDate' | 'toDate'> {
  switch (days) {
    case 'today':
      return { fromDate: isoDay(nowMs, 0), toDate: isoDay(nowMs, 0) };
    case 'yesterday':
      return { fromDate: isoDay(nowMs, -1), toDate: isoDay(nowMs, -1) };
    case 'week':
      return { fromDate: isoDay(nowMs, -6), toDate: isoDay(nowMs, 0) };
  }
}

/** The form as the core is asked with it. */
export function toQuestion(form: AskForm) {
  return {
    patientName: form.patientName.trim(),
    patientId: form.patientId.trim(),
    accessionNumber: form.accessionNumber.trim(),
    fromDate: form.fromDate || null,
    toDate: form.toDate || null,
    modality: form.modality.trim().toUpperCase(),
  };
}

/** Why the form cannot be asked yet; null when it can. An empty one would make stations list all that they have. */
export function formMistake(form: AskForm): string | null {
  if (Object.values(toQuestion(form)).every((value) => value === '' || value === null))
    return 'Type a name, an ID or a number, or choose days. Without any, a station would list all that it has.';
  if (form.fromDate !== '' && form.toDate !== '' && form.fromDate > form.toDate)
    return 'The first day is after the last one.';
  return null;
}

function isoDay(nowMs: number, daysFromNow: number): string {
  const now = new Date(nowMs);
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysFromNow);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
