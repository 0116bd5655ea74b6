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

/** What the core is asked. A form without any word is refused: stations would send all they have. */
export function toQuestion(form: AskForm) {
  const trimmed = {
    patientName: toNameGroup(form.patientName),
    patientId: form.patientId.trim(),
    accessionNumber: form.accessionNumber.trim(),
    modality: form.modality.trim().toUpperCase(),
  };
  return { ...trimmed, fromDate: form.fromDate || null, toDate: form.toDate || null };
}

/** Why the form cannot be asked yet; null when it can. */
export function formMistake(form: AskForm): string | null {
  if (Object.values(form).every((value) => value.trim() === ''))
    return 'Type a name, an ID or a number, or choose days. Without any, a station would list all that it has.';
  if (form.fromDate !== '' && form.toDate !== '' && form.fromDate > form.toDate)
    return 'The first day is after the last one.';
  return null;
}

/** `Muster, Berta` is how names are read here; stations know `Muster^Berta`. */
function toNameGroup(text: string): string {
  const trimmed = text.trim();
  return trimmed.includes('^') ? trimmed : trimmed.replace(/\s*[,，、]\s*/, '^');
}

function isoDay(nowMs: number, daysFromNow: number): string {
  const now = new Date(nowMs);
  const date = new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysFromNow);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
