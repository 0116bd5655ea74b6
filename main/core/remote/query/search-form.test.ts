import { describe, expect, it } from 'vitest';
import { TAG } from '../../dicom/tag.ts';
import { toStudyKeys, type SearchForm } from './search-form.ts';

const EMPTY: SearchForm = {
  patientName: '',
  patientId: '',
  accessionNumber: '',
  fromDate: null,
  toDate: null,
  modality: '',
};

function keyOf(form: Partial<SearchForm>, tag: number): unknown {
  const key = toStudyKeys({ ...EMPTY, ...form }).find((element) => element.tag === tag);
  return key && 'value' in key ? key.value : undefined;
}

describe('toStudyKeys', () => {
  it.each([
    ['', ''],
    ['muster', 'muster*'],
    ['Muster Eva', 'Muster*Eva*'],
    ['Muster, Eva', 'Muster*Eva*'],
    ['Muster^E*', 'Muster^E*'],
    ['Mu\\ster', 'Mu*ster*'],
  ])('asks for the name that a person types: %s', (typed, key) => {
    expect(keyOf({ patientName: typed }, TAG.patientName)).toBe(key);
  });

  it.each([
    [{}, ''],
    [{ fromDate: '2026-03-01', toDate: '2026-03-01' }, '20260301'],
    [{ fromDate: '2026-02-28', toDate: '2026-03-01' }, '20260228-20260301'],
    [{ fromDate: '2026-02-28' }, '20260228-'],
    [{ toDate: '2026-03-01' }, '-20260301'],
  ])('asks for the days %o', (days, key) => {
    expect(keyOf(days, TAG.studyDate)).toBe(key);
  });

  it('makes two values of no identifier', () => {
    expect(keyOf({ patientId: ' A\\B ' }, TAG.patientId)).toBe('A B');
  });
});
