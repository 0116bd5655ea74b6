import { describe, expect, it } from 'vitest';
import { isPersonStatus, isStepAllowed, statusAfterNewImage, STUDY_STATUSES } from './study-status.ts';

describe('life cycle of a study', () => {
  it.each([
    { from: 'received', to: 'complete', by: 'station', isAllowed: true, why: 'the quiet time is over' },
    { from: 'received', to: 'complete', by: 'person', isAllowed: false, why: 'nobody knows that better' },
    { from: 'complete', to: 'received', by: 'station', isAllowed: true, why: 'a new image came' },
    { from: 'judged', to: 'review_required', by: 'station', isAllowed: true, why: 'a rule fired' },
    { from: 'complete', to: 'reading', by: 'person', isAllowed: true, why: 'somebody opened it' },
    { from: 'complete', to: 'reading', by: 'station', isAllowed: false, why: 'Bucky does not read' },
    { from: 'final', to: 'reading', by: 'person', isAllowed: true, why: 'an addendum' },
    { from: 'final', to: 'received', by: 'station', isAllowed: false, why: 'a late image changes no report' },
    { from: 'rejected', to: 'final', by: 'person', isAllowed: false, why: 'it must be taken back first' },
  ] as const)('$from to $to by $by is $isAllowed: $why', ({ from, to, by, isAllowed }) => {
    expect(isStepAllowed(from, to, by)).toBe(isAllowed);
  });

  it('lets a person leave every status that a person can set', () => {
    const stuck = STUDY_STATUSES.filter(isPersonStatus).filter(
      (from) => !STUDY_STATUSES.some((to) => isStepAllowed(from, to, 'person')),
    );
    expect(stuck).toEqual([]);
  });

  it('reopens only what Bucky itself had closed when a new image comes', () => {
    expect(STUDY_STATUSES.map(statusAfterNewImage)).toEqual([
      'received',
      'received',
      'received',
      'review_required',
      'reading',
      'final',
      'rejected',
    ]);
  });
});
