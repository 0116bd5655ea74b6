export const STUDY_STATUSES = [
  'received',
  'complete',
  'judged',
  'review_required',
  'reading',
  'final',
  'rejected',
] as const;
export type StudyStatus = (typeof STUDY_STATUSES)[number];

/** Statuses that a person gives. They are kept in `station.sqlite` and survive a catalog made new. */
const PERSON_STATUSES = ['reading', 'final', 'rejected'] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

/** Who takes a step: Bucky by itself (quiet time, quality check, a new image) or a person. */
export type StatusActor = 'station' | 'person';

type Step = readonly [StudyStatus, StatusActor];

/** The life cycle of a study: from each status the steps that may follow, and who takes them. */
const STEPS: Readonly<Record<StudyStatus, readonly Step[]>> = {
  received: [
    ['complete', 'station'],
    ['reading', 'person'],
    ['rejected', 'person'],
  ],
  complete: [
    ['received', 'station'],
    ['judged', 'station'],
    ['review_required', 'station'],
    ['reading', 'person'],
    ['final', 'person'],
    ['rejected', 'person'],
  ],
  judged: [
    ['received', 'station'],
    ['review_required', 'station'],
    ['reading', 'person'],
    ['final', 'person'],
    ['rejected', 'person'],
  ],
  review_required: [
    ['judged', 'person'],
    ['reading', 'person'],
    ['final', 'person'],
    ['rejected', 'person'],
  ],
  reading: [
    ['complete', 'person'],
    ['final', 'person'],
    ['rejected', 'person'],
  ],
  final: [['reading', 'person']],
  rejected: [['complete', 'person']],
};

export function isStepAllowed(from: StudyStatus, to: StudyStatus, actor: StatusActor): boolean {
  return STEPS[from].some(([status, by]) => status === to && by === actor);
}

/** A new image makes a finished study an arriving one again, unless a person has already said something about it. */
export function statusAfterNewImage(status: StudyStatus): StudyStatus {
  return isStepAllowed(status, 'received', 'station') ? 'received' : status;
}

export function isPersonStatus(status: StudyStatus): status is PersonStatus {
  return (PERSON_STATUSES as readonly StudyStatus[]).includes(status);
}
