import { describe, expect, it } from 'vitest';
import { checkHeader, type SanityFacts } from './header-sanity.ts';

const NOW = new Date(2026, 10, 24, 12);
const hand: SanityFacts = {
  modality: 'DX',
  bodyPartExamined: 'HAND',
  laterality: 'L',
  descriptions: 'PA Hand',
  patientName: 'Doe^Jane',
  patientId: 'H-1',
  patientBirthDate: '19700101',
  studyDate: '20261124',
  acquisitionDate: '20261124',
  pixelSpacingMm: [0.14, 0.14],
  rows: 2000,
  columns: 1500,
};
const found = (change: Partial<SanityFacts>) =>
  checkHeader({ ...hand, ...change }, NOW).map(({ type }) => type);

describe('the header of an image', () => {
  it('is fine as devices mostly write it', () => {
    expect(found({})).toEqual([]);
  });

  it('lacks the side of a part that a body has twice', () => {
    expect(found({ laterality: '' })).toEqual(['missing-laterality']);
    expect(found({ laterality: '', bodyPartExamined: 'KNEE', descriptions: 'AP' })).toEqual([
      'missing-laterality',
    ]);
  });

  it.each([
    { laterality: '', descriptions: 'LEFT hand PA' },
    { laterality: '', descriptions: 'Hand R' },
    { laterality: '', bodyPartExamined: 'CHEST' },
    { laterality: '', bodyPartExamined: 'HAND', modality: 'MR' },
    { laterality: '', bodyPartExamined: '' },
  ])('needs no side in %o', (change) => {
    expect(found(change)).toEqual([]);
  });

  it('has a date that is yet to come, but tomorrow may be today elsewhere', () => {
    expect(found({ studyDate: '20261125' })).toEqual([]);
    expect(found({ studyDate: '20261126' })).toEqual(['future-date']);
    expect(found({ acquisitionDate: '20991231' })).toEqual(['future-date']);
    expect(found({ studyDate: 'tomorrow' })).toEqual([]);
  });

  it('has a patient born after the examination', () => {
    expect(found({ patientBirthDate: '20261125' })).toEqual(['impossible-birth-date']);
  });

  it.each(['TEST^TEST', 'Unknown', 'XXXX', 'Patient^1'])(
    'has the name %s, which no patient bears',
    (patientName) => {
      expect(found({ patientName })).toEqual(['default-name']);
    },
  );

  it('names nobody at all; an ID alone is enough', () => {
    expect(found({ patientName: '', patientId: '' })).toEqual(['default-name']);
    expect(found({ patientName: '' })).toEqual([]);
  });

  it('takes Testa and Patientia for people', () => {
    expect(found({ patientName: 'Testa^Anna' })).toEqual([]);
    expect(found({ patientName: 'Patientia^Bo' })).toEqual([]);
  });

  it.each([[[0, 0]], [[14, 14]], [[-0.1, 0.1]]] as const)(
    'has pixels of %o mm, which cannot be',
    (pixelSpacingMm) => {
      expect(found({ pixelSpacingMm })).toEqual(['impossible-spacing']);
      expect(found({ pixelSpacingMm: null })).toEqual([]);
    },
  );
});
