import type { PersonName } from '../dicom/instance-header.ts';
import { foldForSearch } from '../dicom/search-text.ts';
import type { ScheduledStep } from '../catalog/station-procedures-model.ts';

/** Whom something that came for a step says it is about: a study, or what a device reported. */
export interface Claim {
  readonly by: 'images' | 'device';
  readonly patientName: PersonName;
  readonly patientId: string;
  readonly accessionNumber: string;
  readonly studyInstanceUid: string;
}

/**
 * What does not agree between a step and what came for it, in plain words. Nothing is changed: a person decides. What a
 * side leaves empty contradicts nothing.
 */
export function findContradictions(step: ScheduledStep, claim: Claim): readonly string[] {
  const who = claim.by === 'images' ? 'The images say' : 'The device says';
  const remarks: string[] = [];
  if (differs(step.patientId, claim.patientId)) {
    remarks.push(`${who} patient ID ${claim.patientId}, the order says ${step.patientId}.`);
  }
  if (!isSameName(step.patientName, claim.patientName)) {
    remarks.push(`${who} ${toWords(claim.patientName)}, the order says ${toWords(step.patientName)}.`);
  }
  if (differs(step.accessionNumber, claim.accessionNumber)) {
    remarks.push(`${who} accession number ${claim.accessionNumber}, the order says ${step.accessionNumber}.`);
  }
  if (claim.by === 'images' && differs(step.studyInstanceUid, claim.studyInstanceUid)) {
    remarks.push('The device gave the study a number of its own; it was found by its accession number.');
  }
  return remarks;
}

function differs(ordered: string, claimed: string): boolean {
  return ordered.trim() !== '' && claimed.trim() !== '' && ordered.trim() !== claimed.trim();
}

/** Case, accents and width are no other name; nor is a group that only one side has. */
function isSameName(ordered: PersonName, claimed: PersonName): boolean {
  const groups = ['alphabetic', 'ideographic', 'phonetic'] as const;
  const shared = groups.filter((group) => ordered[group] !== '' && claimed[group] !== '');
  return shared.every((group) => foldForSearch(ordered[group]) === foldForSearch(claimed[group]));
}

/** `Muster, Berta` */
function toWords({ alphabetic, ideographic, phonetic }: PersonName): string {
  const [family = '', ...rest] = (alphabetic || ideographic || phonetic).split('^');
  const given = rest.filter(Boolean).join(' ');
  return given === '' ? family : `${family}, ${given}`;
}
