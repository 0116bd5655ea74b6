import type { AssessedInstance, GroupFinding } from '../../catalog/quality-record.ts';

/** What the rule looks at. */
export type SliceImage = Pick<
  AssessedInstance,
  'seriesInstanceUid' | 'instanceNumber' | 'slicePositionMm' | 'sliceNormal' | 'pixelRows' | 'pixelColumns'
> & {
  readonly facts: Pick<
    AssessedInstance['facts'],
    'modality' | 'imageType' | 'acquisitionNumber' | 'phase' | 'gantryTiltDegrees'
  >;
};

interface Slice {
  readonly positionMm: number;
  readonly number: number | null;
}

/** Modalities whose series are slices through a body, in order. */
const SLICED = new Set(['CT', 'MR', 'PT']);
/** Fewer slices say nothing about a usual spacing. */
const MIN_SLICES = 5;
/** Nearer together, two slices lie at one place. */
const SAME_PLACE_MM = 0.01;
/** A gap may differ from the usual one by this share before it counts: positions are rounded by some devices. */
const TOLERANCE = 0.1;
/** When more places than this share hold several images, the series repeats on purpose (phases that the header does not tell). */
const REPEATED_ON_PURPOSE = 0.3;
/** When more gaps than this share differ, the spacing was chosen so (thin slices through the skull base, thick ones above). */
const CHOSEN_SO = 0.1;
const MIN_TILT_DEGREES = 0.5;

/**
 * Missing, doubled and irregularly spaced slices, and a tilted gantry, in the series of a study. A finding with severity 0 is a
 * remark: true, but nobody has to do anything.
 */
export function checkSliceOrder(images: readonly SliceImage[]): GroupFinding[] {
  const findings: GroupFinding[] = [];
  for (const stack of toStacks(images)) {
    const [first] = stack;
    if (first === undefined) continue;
    const { seriesInstanceUid } = first;
    const slices = stack
      .flatMap(({ slicePositionMm, instanceNumber }) =>
        slicePositionMm === null ? [] : [{ positionMm: slicePositionMm, number: instanceNumber }],
      )
      .sort((a, b) => a.positionMm - b.positionMm);
    const add = (type: string, severity: number, reason: string) =>
      findings.push({
        type,
        source: 'rule',
        probability: null,
        severity,
        region: null,
        directionDegrees: null,
        reason,
        seriesInstanceUid,
      });
    if (slices.length >= MIN_SLICES) checkSpacing(slices, add);
    const tilt = Math.abs(first.facts.gantryTiltDegrees ?? 0);
    if (tilt >= MIN_TILT_DEGREES) {
      add(
        'gantry-tilt',
        0,
        `The gantry was tilted by ${tilt.toFixed(1)} degrees. Rebuilt planes are sheared.`,
      );
    }
  }
  return findings;
}

type Add = (type: string, severity: number, reason: string) => void;

function checkSpacing(slices: readonly Slice[], add: Add): void {
  const gaps = slices.slice(1).map((slice, index) => {
    const before = slices[index] ?? slice;
    return { before, after: slice, mm: slice.positionMm - before.positionMm };
  });
  const doubled = gaps.filter(({ mm }) => mm < SAME_PLACE_MM);
  const apart = gaps.filter(({ mm }) => mm >= SAME_PLACE_MM);
  if (doubled.length > apart.length * REPEATED_ON_PURPOSE) return;
  for (const { before, after } of doubled) {
    add('doubled-slices', 0.4, `${capital(namesOf([before, after]))} lie at the same place.`);
  }
  const usualMm = apart.map(({ mm }) => mm).sort((a, b) => a - b)[Math.floor(apart.length / 2)];
  if (usualMm === undefined) return;
  const odd = apart.filter(({ mm }) => Math.abs(mm - usualMm) > usualMm * TOLERANCE);
  if (odd.length === 0) return;
  const widest = Math.max(...apart.map(({ mm }) => mm));
  const narrowest = Math.min(...apart.map(({ mm }) => mm));
  const range = `Spacing lies between ${toMm(narrowest)} and ${toMm(widest)} mm.`;
  if (odd.length > apart.length * CHOSEN_SO) {
    add('irregular-spacing', 0, range);
    return;
  }
  for (const { before, after, mm } of odd) {
    const steps = Math.round(mm / usualMm);
    const isWhole = steps >= 2 && Math.abs(mm - steps * usualMm) <= usualMm * TOLERANCE;
    if (isWhole) {
      const missing = steps - 1 === 1 ? '1 slice is missing' : `${steps - 1} slices are missing`;
      add('missing-slices', 0.7, `${missing} between ${namesOf([before, after])}.`);
    } else {
      add(
        'irregular-spacing',
        0.3,
        `${capital(namesOf([before, after]))} are ${toMm(mm)} mm apart; ${toMm(usualMm)} mm are usual here.`,
      );
    }
  }
}

/** Slices that belong to one sweep: same series, orientation, kind of image, acquisition, phase and size. */
function toStacks(images: readonly SliceImage[]): readonly SliceImage[][] {
  const stacks = new Map<string, SliceImage[]>();
  for (const image of images) {
    const { facts } = image;
    if (!SLICED.has(facts.modality) || image.slicePositionMm === null) continue;
    const key = JSON.stringify([
      image.seriesInstanceUid,
      image.sliceNormal,
      facts.imageType,
      facts.acquisitionNumber,
      facts.phase,
      image.pixelRows,
      image.pixelColumns,
    ]);
    const stack = stacks.get(key);
    if (stack) stack.push(image);
    else stacks.set(key, [image]);
  }
  return [...stacks.values()];
}

function namesOf(slices: readonly Slice[]): string {
  const numbers = slices.map(({ number }) => number).filter((number) => number !== null);
  if (numbers.length < slices.length)
    return `slices at ${slices.map(({ positionMm }) => toMm(positionMm)).join(' and ')} mm`;
  return `images ${numbers.toSorted((a, b) => a - b).join(' and ')}`;
}

function toMm(value: number): string {
  return String(Number(value.toFixed(2)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
