import type { PersonName } from '../../../preload/contract/study.ts';

export interface DisplayName {
  /** Family name first, as stored: `Mihon, Hanako`. Never empty. */
  readonly main: string;
  /** Ideographic group when it stands beside an alphabetic one, else empty: `見本 花子`. */
  readonly beside: string;
  /** False when no group holds anything: `main` then says so. */
  readonly isKnown: boolean;
}

/**
 * Puts the components of a name in reading order: family, given, middle, then prefix and suffix.
 *
 * @see DICOM PS3.5 section 6.2.1.1
 */
export function displayName(name: PersonName): DisplayName {
  const alphabetic = joinComponents(name.alphabetic, ', ');
  const ideographic = joinComponents(name.ideographic, ' ');
  const main = alphabetic || ideographic || joinComponents(name.phonetic, ' ');
  return {
    main: main || 'No name',
    beside: alphabetic ? ideographic : '',
    isKnown: main !== '',
  };
}

function joinComponents(group: string, afterFamily: string): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group
    .split('^')
    .map((part) => part.trim());
  const rest = [prefix, given, middle].filter(Boolean).join(' ');
  const whole = [family, rest].filter(Boolean).join(afterFamily);
  return suffix ? `${whole}, ${suffix}` : whole;
}
