import {
  DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  findTransferSyntax,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from '../dicom/transfer-syntax.ts';
import { isEncodable } from './transcode/frame-encoder.ts';

/** What another station wants beyond what its association says. */
export interface SyntaxWishes {
  /** To be tried before the stored one, the most wanted first. */
  readonly transferSyntaxes: readonly string[];
  readonly isLossyAllowed: boolean;
}

export const NO_WISHES: SyntaxWishes = { transferSyntaxes: [], isLossyAllowed: false };

/** Every station has to take the first or the second; none of them loses anything. */
const UNCOMPRESSED = [
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
  DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
];

/**
 * In which transfer syntax an object goes out. As it is stored where that is possible, because then not a byte of it
 * changes; else without loss; with loss only where that is wished for.
 *
 * @param accepted what the other side takes for its SOP class
 * @returns null when nothing will do
 */
export function chooseSyntax(
  stored: string,
  accepted: readonly string[],
  wishes: SyntaxWishes = NO_WISHES,
): string | null {
  const mayBecome = (uid: string) => {
    if (!accepted.includes(uid)) return false;
    if (uid === stored || UNCOMPRESSED.includes(uid)) return true;
    return isEncodable(uid) && (wishes.isLossyAllowed || !isLossy(uid));
  };
  const candidates = [...wishes.transferSyntaxes, stored, ...UNCOMPRESSED, ...accepted];
  return candidates.find(mayBecome) ?? null;
}

/** What to propose for a SOP class of which objects are stored in these transfer syntaxes: each in a context of its own. */
export function syntaxesToPropose(
  stored: Iterable<string>,
  wishes: SyntaxWishes = NO_WISHES,
): readonly string[] {
  const wished = wishes.transferSyntaxes.filter((uid) => wishes.isLossyAllowed || !isLossy(uid));
  return [...new Set([...wished, ...stored, EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN])];
}

/** One that is not known may be. */
function isLossy(uid: string): boolean {
  return findTransferSyntax(uid)?.isLossy ?? true;
}
