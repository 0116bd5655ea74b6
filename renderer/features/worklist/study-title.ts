import type { StudyRow } from '../../../preload/contract/study.ts';
import { displayName } from './person-name.ts';

/** Title of an open study's tab: `Mihon, Hanako, CT Head`. */
export function studyTitle(study: StudyRow): string {
  const what = [study.modalities.join(' '), study.studyDescription].filter(Boolean).join(' ');
  return [displayName(study.patientName).main, what].filter(Boolean).join(', ');
}
