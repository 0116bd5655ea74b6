import type { PersonName } from '../../preload/contract/study.ts';

/** Family name first, as stored; the ideographic group when there is no other. Never empty. */
export function nameText({ alphabetic, ideographic }: PersonName): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = alphabetic
    .split('^')
    .map((part) => part.trim());
  const rest = [prefix, given, middle].filter((part) => part !== '').join(' ');
  const text = [family, rest, suffix].filter((part) => part !== '').join(', ');
  return text || ideographicText({ ideographic }) || 'No name';
}

/** Ideographic group without the delimiters; empty when there is none. */
export function ideographicText({ ideographic }: Pick<PersonName, 'ideographic'>): string {
  return ideographic
    .split('^')
    .filter((part) => part.trim() !== '')
    .join(' ');
}

/** `M. H.`: for a screen that others see. */
export function initialsText(name: PersonName): string {
  return nameText(name)
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => `${String.fromCodePoint(part.codePointAt(0) ?? 0x3f)}.`)
    .join(' ');
}

/** `CT Head`: modality and description, each once. */
export function studyText(study: {
  readonly modalities: readonly string[];
  readonly studyDescription: string;
}): string {
  const modalities = study.modalities.join(' ');
  const { studyDescription } = study;
  if (studyDescription === '') return modalities || 'Study';
  const startsWithIt = study.modalities.some((modality) =>
    studyDescription.toUpperCase().startsWith(modality.toUpperCase()),
  );
  return startsWithIt || modalities === '' ? studyDescription : `${modalities} ${studyDescription}`;
}

/** `40 s`, `6 min`, `2 h`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}
