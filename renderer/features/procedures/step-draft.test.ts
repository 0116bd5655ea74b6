import { describe, expect, it } from 'vitest';
import { aProcedureRow } from './procedure-row.fake.ts';
import { EMPTY_ORDER, toDraft, toOrder } from './step-draft.ts';

describe('the form of a step', () => {
  it('gives back an order that nobody changed', () => {
    const { order } = aProcedureRow({
      order: {
        patientName: { alphabetic: 'Mihon^Hanako^^Dr', ideographic: '見本^花子', phonetic: '' },
        referringPhysician: { alphabetic: 'Weber^Ida', ideographic: '', phonetic: '' },
        protocolCodes: [
          { value: 'A', scheme: 'L', meaning: 'Head' },
          { value: 'B', scheme: 'L', meaning: '' },
        ],
        stationAeTitles: ['CT_1', 'CT_2'],
        patientWeightKg: 72.5,
        pregnancyStatus: 2,
        requestedProcedureCode: { value: 'X', scheme: 'L', meaning: 'not in the form' },
        priority: 'urgent',
      },
    });
    expect(toOrder(toDraft(order), order)).toEqual({ order, mistakes: [] });
  });

  it.each([
    { typed: 'Muster, Berta', stored: 'Muster^Berta' },
    { typed: ' Muster ', stored: 'Muster' },
    { typed: 'van der Berg , Jan Piet', stored: 'van der Berg^Jan Piet' },
    { typed: 'Muster^Berta^Maria', stored: 'Muster^Berta^Maria' },
  ])('takes the name “$typed”', ({ typed, stored }) => {
    const { order } = toOrder({ ...toDraft(EMPTY_ORDER), patientName: typed }, EMPTY_ORDER);
    expect(order.patientName.alphabetic).toBe(stored);
  });

  it('says which field holds no number', () => {
    const { order, mistakes } = toOrder({ ...toDraft(EMPTY_ORDER), patientWeightKg: 'heavy' }, EMPTY_ORDER);
    expect(mistakes).toEqual([{ field: 'patientWeightKg', message: 'This is no number.' }]);
    expect(order.patientWeightKg).toBeNull();
  });
});
