import type { StudyRow } from '../../../preload/contract/study.ts';

const UNIT_WORDS = { Y: '', M: ' mo', W: ' wk', D: ' d' } as const;
const AGE_STRING = /^(\d{1,3})([YMWD])$/;

type AgeFacts = Pick<StudyRow, 'patientAge' | 'patientBirthDate' | 'studyDate'>;

/**
 * Age at the time of the study: years alone (`58`), with a unit below two years (`7 mo`, `5 d`); empty when unknown.
 * The device's own Age String goes first, because it was true on that day.
 *
 * @see DICOM PS3.5 section 6.2, value representation AS
 */
export function ageAtStudy(study: AgeFacts, todayIso: string): string {
  const stated = AGE_STRING.exec(study.patientAge.trim());
  const count = Number(stated?.[1] ?? 0);
  if (stated && count > 0) return `${count}${UNIT_WORDS[stated[2] as keyof typeof UNIT_WORDS]}`; // matched above
  if (study.patientBirthDate === null) return '';
  return ageOn(study.patientBirthDate, study.studyDate ?? todayIso);
}

/** @param birthIso and dayIso `YYYY-MM-DD` */
export function ageOn(birthIso: string, dayIso: string): string {
  const days = Math.round((Date.parse(dayIso) - Date.parse(birthIso)) / 86_400_000);
  if (!Number.isFinite(days) || days < 0) return '';
  if (days < 31) return `${days} d`;
  const months = fullMonths(birthIso, dayIso);
  return months < 24 ? `${months} mo` : String(Math.floor(months / 12));
}

function fullMonths(birthIso: string, dayIso: string): number {
  const birth = toParts(birthIso);
  const day = toParts(dayIso);
  return (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day ? 1 : 0);
}

function toParts(iso: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  return { year, month, day };
}

const SEX_WORDS: Readonly<Record<string, string>> = { M: 'male', F: 'female', O: 'other' };

/** Patient's Sex (0010,0040) as a word; empty when absent. */
export function sexWord(patientSex: string): string {
  return SEX_WORDS[patientSex] ?? '';
}
