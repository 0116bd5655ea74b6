import { VR_TABLE } from './dictionary/vr-table.ts';

/** Value representations whose explicit form has a 16-bit length field (PS3.5 section 7.1.2). */
const SHORT_FORM = 'AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' ');
/** The others: two reserved bytes, then a 32-bit length. */
const LONG_FORM = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' ');

export interface VrForm {
  readonly name: string;
  readonly isLong: boolean;
}

const FORM_BY_CODE = new Map<number, VrForm>([
  ...SHORT_FORM.map((name): [number, VrForm] => [codeOf(name), { name, isLong: false }]),
  ...LONG_FORM.map((name): [number, VrForm] => [codeOf(name), { name, isLong: true }]),
]);

function codeOf(name: string): number {
  return (name.charCodeAt(0) << 8) | name.charCodeAt(1);
}

/** @param code the two letters as a big endian 16-bit number. @returns null when they name no VR of the standard */
export function vrForm(code: number): VrForm | null {
  return FORM_BY_CODE.get(code) ?? null;
}

let vrByTag: ReadonlyMap<number, string> | null = null;

function loadVrByTag(): ReadonlyMap<number, string> {
  const loaded = new Map<number, string>();
  for (const [groupKey, entries] of Object.entries(VR_TABLE)) {
    const group = Number(groupKey) * 0x10000;
    for (let at = 0; at < entries.length; at += 6) {
      loaded.set(group + Number.parseInt(entries.slice(at, at + 4), 16), entries.slice(at + 4, at + 6));
    }
  }
  return loaded;
}

/**
 * Value representation of an attribute encoded as Implicit VR: from the dictionary, `UN` for what is private or unknown.
 *
 * @param isSigned Pixel Representation (0028,0103) is 1: attributes that may be US or SS are SS then (PS3.5 section A.1)
 */
export function dictionaryVr(tag: number, isSigned: boolean): string {
  const element = tag % 0x10000;
  if (element === 0) return 'UL'; // group length
  const group = Math.floor(tag / 0x10000);
  if (group % 2 === 1) return element >= 0x10 && element <= 0xff ? 'LO' : 'UN'; // private creator (PS3.5 section 7.8.1)
  vrByTag ??= loadVrByTag();
  const vr = vrByTag.get(isRepeatingGroup(group) ? Math.floor(group / 0x100) * 0x1000000 + element : tag);
  switch (vr) {
    case undefined:
      return 'UN';
    case 'xs':
      return isSigned ? 'SS' : 'US';
    case 'ox':
    case 'lt':
      return 'OW'; // in Implicit VR always words (PS3.5 section A.1)
    default:
      return vr;
  }
}

/** Curves (50xx) and overlays (60xx), of which a data set may have several (PS3.5 section 7.6). */
function isRepeatingGroup(group: number): boolean {
  return (group >= 0x5000 && group <= 0x50ff) || (group >= 0x6000 && group <= 0x60ff);
}
