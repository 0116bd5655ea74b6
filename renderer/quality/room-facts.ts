import type { QualityTask, RoomState } from '../../preload/contract/quality.ts';
import type { FlagLevel } from '../ui/Flag.tsx';

export type RoomImage = RoomState['images'][number];

/** The image that the sentence is about. */
export function subjectOf({ images, subjectSopInstanceUid }: RoomState): RoomImage | null {
  return images.find(({ sopInstanceUid }) => sopInstanceUid === subjectSopInstanceUid) ?? null;
}

/** The flag beside the sentence: nothing but `patientMayGo` makes it good. */
export function roomLevel(state: RoomState): FlagLevel {
  if (state.patientMayGo) return 'good';
  const verdict = subjectOf(state)?.verdict ?? null;
  if (verdict !== null && verdict !== 'good') return verdict;
  const isWaiting = state.images.some((image) => image.verdict === null) || isIncomplete(state.study);
  return isWaiting ? 'judging' : state.images.some((image) => !isFine(image)) ? 'check' : 'unknown';
}

export function isIncomplete(study: QualityTask | null): boolean {
  return study !== null && study.expectedCount !== null && study.imageCount < study.expectedCount;
}

function isFine({ verdict, isKept }: RoomImage): boolean {
  return verdict === 'good' || isKept;
}

/** `28 of 28 arrived`, `2 arrived`. */
export function arrivedText({ imageCount, expectedCount }: QualityTask): string {
  return expectedCount === null ? `${imageCount} arrived` : `${imageCount} of ${expectedCount} arrived`;
}

/** `27 good, 1 to check, 2 kept by a person`. */
export function imagesText(images: readonly RoomImage[]): string {
  const count = (test: (image: RoomImage) => boolean) => images.filter(test).length;
  const kept = count(({ verdict, isKept }) => isKept && verdict !== 'good');
  const parts = [
    [count(({ verdict }) => verdict === 'good'), 'good'],
    [kept, 'kept by a person'],
    [count(({ verdict, isKept }) => verdict === 'check' && !isKept), 'to check'],
    [count(({ verdict, isKept }) => verdict === 'repeat' && !isKept), 'to repeat'],
    [count(({ verdict, isKept }) => verdict === 'unknown' && !isKept), 'cannot be judged'],
    [count(({ verdict }) => verdict === null), 'not judged yet'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const only = said.length === 1 && images.length > 1 && images.every(({ verdict }) => verdict === 'good');
  return only ? (images.length === 2 ? 'both good' : 'all good') : said.join(', ');
}

export interface RoomFacts {
  readonly level: FlagLevel;
  readonly arrivedText: string;
  readonly imagesText: string;
  /** The sentence asks a person about one image. */
  readonly isDecisionOpen: boolean;
}

/** What stands beside the sentence. */
export function roomFacts(state: RoomState): RoomFacts {
  return {
    level: roomLevel(state),
    arrivedText: state.study ? arrivedText(state.study) : '',
    imagesText: imagesText(state.images),
    isDecisionOpen: subjectOf(state) !== null,
  };
}
