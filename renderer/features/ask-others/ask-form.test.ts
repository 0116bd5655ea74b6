import { describe, expect, it } from 'vitest';
import { EMPTY_FORM, formMistake, quickDays } from './ask-form.ts';

const noon = new Date(2026, 2, 1, 12).getTime();

describe('quickDays', () => {
  it('counts days on the calendar of this PC, over the end of a month', () => {
    expect(quickDays('today', noon)).toEqual({ fromDate: '2026-03-01', toDate: '2026-03-01' });
    expect(quickDays('yesterday', noon)).toEqual({ fromDate: '2026-02-28', toDate: '2026-02-28' });
    expect(quickDays('week', noon)).toEqual({ fromDate: '2026-02-23', toDate: '2026-03-01' });
  });
});

describe('formMistake', () => {
  it('wants days in their order', () => {
    const form = { ...EMPTY_FORM, fromDate: '2026-03-02', toDate: '2026-03-01' };
    expect(formMistake(form)).toBe('The first day is after the last one.');
    expect(formMistake({ ...form, toDate: '2026-03-02' })).toBeNull();
  });

  it('takes one filled field as enough', () => {
    expect(formMistake({ ...EMPTY_FORM, modality: 'CT' })).toBeNull();
    expect(formMistake({ ...EMPTY_FORM, patientId: '  ' })).not.toBeNull();
  });
});
