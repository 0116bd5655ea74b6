import type { PersonName, StudyRow, StudyStatus } from '../../../preload/contract/study.ts';
import type { DiscFill } from '../../ui/ReadingDisc.tsx';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Family name first, then prefix, given and middle name, suffix last (PS3.5 section 6.2.1.1). Empty when none was sent. */
export function alphabeticName({ alphabetic }: PersonName): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = alphabetic
    .split('^')
    .map((part) => part.trim());
  const rest = [prefix, given, middle].filter((part) => part !== '').join(' ');
  return [family, rest, suffix].filter((part) => part !== '').join(', ');
}

/** Ideographic group, written without the delimiters. */
export function ideographicName({ ideographic }: PersonName): string {
  return ideographic
    .split('^')
    .filter((part) => part.trim() !== '')
    .join(' ');
}

/** Never empty: a tile without a name looks like one whose name was hidden. */
export function displayName(name: PersonName): string {
  return alphabeticName(name) || ideographicName(name) || 'No name';
}

/** `12 Mar 1968`. Empty when not known. */
export function dateText(isoDate: string | null): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return '';
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** `today 14:27`, `yesterday 14:27`, `4 Aug 2026 14:27`; what is not known is left out. */
export function studyTimeText(study: Pick<StudyRow, 'studyDate' | 'studyTime'>, now: Date): string {
  const time = study.studyTime?.slice(0, 5) ?? '';
  const day =
    study.studyDate === isoDay(now)
      ? 'today'
      : study.studyDate === isoDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))
        ? 'yesterday'
        : dateText(study.studyDate);
  return [day, time].filter((part) => part !== '').join(' ');
}

function isoDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Age at the study: years alone, else with the unit. From the device's Age String, else from the birth date. */
export function ageText(study: Pick<StudyRow, 'patientAge' | 'patientBirthDate' | 'studyDate'>): string {
  const [, count, unit] = /^(\d{1,3})([DWMY])$/.exec(study.patientAge) ?? [];
  if (count !== undefined) {
    const number = Number(count);
    if (unit === 'Y') return String(number);
    const word = unit === 'M' ? 'month' : unit === 'W' ? 'week' : 'day';
    return `${number} ${word}${number === 1 ? '' : 's'}`;
  }
  const [born, studied] = [study.patientBirthDate, study.studyDate];
  if (born === null || studied === null) return '';
  const years =
    Number(studied.slice(0, 4)) - Number(born.slice(0, 4)) - (studied.slice(5) < born.slice(5) ? 1 : 0);
  return years >= 0 && years < 130 ? String(years) : '';
}

/** `12 Mar 1968 (58), F`, as far as it is known. */
export function birthText(study: StudyRow): string {
  const age = ageText(study);
  const born = [dateText(study.patientBirthDate), age === '' ? '' : `(${age})`]
    .filter((part) => part !== '')
    .join(' ');
  return [born, study.patientSex].filter((part) => part !== '').join(', ');
}

/** `CT Head without contrast`: description, else modalities. */
export function studyName(study: Pick<StudyRow, 'studyDescription' | 'modalities'>): string {
  const modalities = study.modalities.join(', ');
  if (study.studyDescription === '') return modalities === '' ? 'Study' : modalities;
  const startsWithModality = study.modalities.some((modality) =>
    study.studyDescription.toUpperCase().startsWith(modality.toUpperCase()),
  );
  return startsWithModality || modalities === ''
    ? study.studyDescription
    : `${modalities} ${study.studyDescription}`;
}

/** Name of the tab. */
export function tabTitle(study: StudyRow): string {
  return `${displayName(study.patientName)}, ${studyName(study)}`;
}

/** How far reading has come, and what a person may do next. */
export interface ReadingStep {
  readonly word: string;
  readonly fill: DiscFill;
  readonly next: { readonly status: StudyStatus; readonly label: string; readonly keyCap: string } | null;
}

const startReading = { status: 'reading', label: 'Start reading', keyCap: 'Ctrl 2' } as const;

export function readingStep(status: StudyStatus): ReadingStep {
  switch (status) {
    case 'received':
      return { word: 'Unread, images may still come', fill: 'full', next: startReading };
    case 'complete':
    case 'judged':
      return { word: 'Unread', fill: 'full', next: startReading };
    case 'review_required':
      return { word: 'Unread, quality to be looked at', fill: 'full', next: startReading };
    case 'reading':
      return { word: 'Reading', fill: 'half', next: { status: 'final', label: 'Final', keyCap: 'Ctrl 4' } };
    case 'final':
      return {
        word: 'Final',
        fill: 'empty',
        next: { status: 'reading', label: 'Read again', keyCap: 'Ctrl 2' },
      };
    case 'rejected':
      return { word: 'Rejected', fill: 'empty', next: null };
  }
}
