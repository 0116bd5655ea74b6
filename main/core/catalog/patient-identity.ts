import type { PersonName } from '../dicom/instance-header.ts';

/** What an image says about whom it shows. */
export interface PatientIdentity {
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly name: PersonName;
  /** `YYYY-MM-DD`, or null when absent or unreadable. */
  readonly birthDate: string | null;
}

/** What devices send when nobody typed an ID: people who share one of these have nothing in common. */
const PLACEHOLDER =
  /^(unknown|unk|unbekannt|inconnu|none|no[ _-]?id|no[ _-]?patient[ _-]?id|n\/?a|nil|null|undefined|missing|empty|blank|anon|anonym|anonymous|anonymized|anonymised|deidentified|de-identified|not[ _-]?available|unassigned|patient|patient[ _-]?id|test|temp|tbd|id)$/i;
const ONE_CHARACTER_REPEATED = /^([0?\-._*xX ])\1*$/;

/** An empty or placeholder Patient ID identifies nobody, so it must never join two studies. */
export function isPlaceholderPatientId(patientId: string): boolean {
  const trimmed = patientId.trim();
  return trimmed === '' || ONE_CHARACTER_REPEATED.test(trimmed) || PLACEHOLDER.test(trimmed);
}

/**
 * Whether two images with the same Patient ID and Issuer may show the same person. What one of them does not say is no
 * contradiction; another name or another birth date is.
 */
export function isSamePerson(a: PatientIdentity, b: PatientIdentity): boolean {
  return (
    isCompatible(foldName(a.name.alphabetic), foldName(b.name.alphabetic)) &&
    isCompatible(foldName(a.name.ideographic), foldName(b.name.ideographic)) &&
    isCompatible(foldName(a.name.phonetic), foldName(b.name.phonetic)) &&
    isCompatible(a.birthDate ?? '', b.birthDate ?? '')
  );
}

export function isSameIdAndIssuer(a: PatientIdentity, b: PatientIdentity): boolean {
  return a.patientId === b.patientId && a.issuerOfPatientId === b.issuerOfPatientId;
}

function isCompatible(a: string, b: string): boolean {
  return a === '' || b === '' || a === b;
}

/** Case, trailing component delimiters and doubled spaces vary between devices for one and the same person. */
function foldName(group: string): string {
  return group
    .normalize('NFC')
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?\^ ?/g, '^')
    .replace(/[\^ ]+$/, '')
    .trim();
}
