import { isPrintable, looksExplicit, type Encoding } from './element-header.ts';

/** Groups that data sets begin with: 0002 to 0028. */
const LAST_FIRST_GROUP = 0x28;

/**
 * Decides from its first element how a data set or item is really encoded, because some are not as announced: UN
 * sequences hold Implicit VR by rule (PS3.5 section 6.2.2) and Explicit VR by habit, and files claim the wrong syntax.
 */
export function detectEncoding(
  bytes: Buffer,
  at: number,
  announced: Encoding,
  mayBeSwapped: boolean,
): Encoding {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  const [low, high] = announced.isBigEndian ? [second, first] : [first, second];
  const isSwapped = mayBeSwapped && low === 0 && high > 0 && high <= LAST_FIRST_GROUP;
  const isBigEndian = announced.isBigEndian !== isSwapped;
  let isImplicitVr = announced.isImplicitVr;
  if (looksExplicit(bytes, at)) isImplicitVr = false;
  else if (!isPrintable(bytes[at + 4]) || !isPrintable(bytes[at + 5])) isImplicitVr = true;
  if (isImplicitVr === announced.isImplicitVr && isBigEndian === announced.isBigEndian) return announced;
  return { isImplicitVr, isBigEndian };
}
