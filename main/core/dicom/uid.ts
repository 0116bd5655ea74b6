import { err, ok, type Result } from '../shared/result.ts';

declare const brand: unique symbol;
export type SopInstanceUid = string & { readonly [brand]: 'SopInstanceUid' };

const MAX_UID_LENGTH = 64;
/** Beyond this it is no UID that somebody wrote a little wrong, and would not fit what we index. */
const MAX_READABLE_LENGTH = 128;
const UID_PATTERN = /^(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/;
const READABLE_PATTERN = /^\d+(\.\d+)*$/;

/**
 * Checks the encoding rules for a UID: at most 64 characters, digits and dots only,
 * no component with a leading zero. Strict: for what we write. What we receive is kept with a warning.
 *
 * Trailing NUL padding is removed first, because the encoded value has even length.
 *
 * @see DICOM PS3.5 section 9.1
 */
export function parseSopInstanceUid(encoded: string): Result<SopInstanceUid, 'malformed-uid'> {
  const uid = encoded.replace(/\0+$/, '');
  if (uid.length > MAX_UID_LENGTH || !UID_PATTERN.test(uid)) return err('malformed-uid');
  return ok(uid as SopInstanceUid); // checked on the line above: the only cast to this brand
}

export type UidWarning = 'leading-zero' | 'too-long' | 'space-padded';

export type UidInspection =
  | {
      readonly kind: 'readable';
      /** Without padding, otherwise as it came: it must be found again under the sender's spelling. */
      readonly uid: string;
      readonly warnings: readonly UidWarning[];
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: 'characters' | 'too-long' };

/**
 * Reads a UID as real devices send them: components with a leading zero, up to 128 characters, padded with spaces
 * or with several NULs. One trailing NUL is what PS3.5 section 9.1 asks for and gives no warning.
 */
export function inspectUid(encoded: string): UidInspection {
  const uid = encoded.replace(/[\0 ]+$/, '').replace(/^ +/, '');
  if (uid === '') return { kind: 'missing' };
  if (uid.length > MAX_READABLE_LENGTH) return { kind: 'unreadable', reason: 'too-long' };
  if (!READABLE_PATTERN.test(uid)) return { kind: 'unreadable', reason: 'characters' };
  const warnings: UidWarning[] = [];
  if (!UID_PATTERN.test(uid)) warnings.push('leading-zero');
  if (uid.length > MAX_UID_LENGTH) warnings.push('too-long');
  if (encoded.includes(' ')) warnings.push('space-padded');
  return { kind: 'readable', uid, warnings };
}

/** A warning as a remark for the person who looks at the image. `attribute` is for example `SOP Instance UID`. */
export function describeUidWarning(attribute: string, warning: UidWarning): string {
  switch (warning) {
    case 'leading-zero':
      return `${attribute} has a part with a leading zero`;
    case 'too-long':
      return `${attribute} is longer than 64 characters`;
    case 'space-padded':
      return `${attribute} is padded with spaces`;
  }
}
