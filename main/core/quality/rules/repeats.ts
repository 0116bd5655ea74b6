import type { AssessedInstance, GroupFinding } from '../../catalog/quality-record.ts';

/** What the rule looks at. */
export type RepeatImage = Pick<
  AssessedInstance,
  'seriesInstanceUid' | 'instanceNumber' | 'pixelDataSha256' | 'perceptualHash' | 'receivedAtMs'
> & {
  readonly facts: Pick<
    AssessedInstance['facts'],
    'modality' | 'bodyPart' | 'laterality' | 'projection' | 'acquiredAtMs'
  >;
};

/** Modalities that take single images of a view: there, a second one of the same kind is a repeat. */
const SINGLE_IMAGES = new Set(['CR', 'DX', 'MG', 'RG', 'PX', 'IO']);
const MAX_APART_MS = 20 * 60_000;
/** Bits of 64 in which the hashes of two exposures of one view may differ. */
const MAX_HASH_DISTANCE = 12;

/**
 * Images that were taken again: the same view of the same part, much alike, minutes apart. Two objects with the very same
 * pixels are a copy. Both are remarks (severity 0) for the count of repeats; nobody has to do anything.
 */
export function findRepeats(images: readonly RepeatImage[]): GroupFinding[] {
  const candidates = images
    .filter(({ facts }) => SINGLE_IMAGES.has(facts.modality))
    .toSorted((a, b) => takenAtMs(a) - takenAtMs(b));
  const findings: GroupFinding[] = [];
  for (const [index, image] of candidates.entries()) {
    const earlier = candidates.slice(0, index).reverse();
    const copyOf = earlier.find((other) => hasSamePixels(image, other));
    const repeatOf = copyOf ? undefined : earlier.find((other) => isRepeat(image, other));
    const other = copyOf ?? repeatOf;
    if (other === undefined) continue;
    findings.push({
      type: copyOf ? 'copy' : 'repeat',
      source: 'rule',
      probability: null,
      severity: 0,
      region: null,
      directionDegrees: null,
      reason: copyOf
        ? `${nameOf(image)} has the same pixels as ${nameOf(other).toLowerCase()}.`
        : `${nameOf(image)} looks like a repeat of ${nameOf(other).toLowerCase()}${apart(image, other)}.`,
      seriesInstanceUid: image.seriesInstanceUid,
    });
  }
  return findings;
}

function hasSamePixels(a: RepeatImage, b: RepeatImage): boolean {
  return a.pixelDataSha256 !== null && a.pixelDataSha256 === b.pixelDataSha256;
}

function isRepeat(image: RepeatImage, other: RepeatImage): boolean {
  const { facts } = image;
  const isSameView =
    facts.modality === other.facts.modality &&
    facts.bodyPart === other.facts.bodyPart &&
    facts.laterality === other.facts.laterality &&
    facts.projection === other.facts.projection;
  return (
    isSameView &&
    takenAtMs(image) - takenAtMs(other) <= MAX_APART_MS &&
    hashDistance(image.perceptualHash, other.perceptualHash) <= MAX_HASH_DISTANCE
  );
}

/** Bits that differ; all of them when one has no hash. */
function hashDistance(a: string | null, b: string | null): number {
  if (a === null || b === null) return 64;
  let different = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; different > 0n; different &= different - 1n) count += 1;
  return count;
}

function takenAtMs({ facts, receivedAtMs }: RepeatImage): number {
  return facts.acquiredAtMs ?? receivedAtMs;
}

function nameOf({ instanceNumber }: RepeatImage): string {
  return instanceNumber === null ? 'An image' : `Image ${instanceNumber}`;
}

/** Devices that give no time of their own send both at once: then there is nothing to say. */
function apart(image: RepeatImage, other: RepeatImage): string {
  const seconds = Math.round((takenAtMs(image) - takenAtMs(other)) / 1000);
  if (seconds === 0) return '';
  return seconds < 90 ? `, ${seconds} seconds later` : `, ${Math.round(seconds / 60)} minutes later`;
}
