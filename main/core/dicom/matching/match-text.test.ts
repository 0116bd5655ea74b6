import { describe, expect, it } from 'vitest';
import { toPersonName } from '../attribute-reader.ts';
import { matchesFoldedText, matchesName, matchesNameFuzzily, matchesText, matchesUid } from './match-text.ts';

describe('matchesText', () => {
  it.each([
    { key: '', value: 'CT_1', finds: true, why: 'an empty key asks for everything' },
    { key: '*', value: '', finds: true, why: 'so does a star' },
    { key: 'CT_1', value: 'CT_1', finds: true, why: 'the same' },
    { key: 'ct_1', value: 'CT_1', finds: false, why: 'codes have case' },
    { key: 'CT_?', value: 'CT_1', finds: true, why: '? is one character' },
    { key: 'CT_?', value: 'CT_', finds: false, why: '? is not none' },
    { key: '*_1', value: 'CT_1', finds: true, why: '* is any run' },
    { key: 'C.*', value: 'CT_1', finds: false, why: 'a dot is a dot' },
    { key: 'K(1)[2]', value: 'K(1)[2]', finds: true, why: 'brackets are brackets' },
  ])('$key and “$value”: $why', ({ key, value, finds }) => {
    expect(matchesText(key, value)).toBe(finds);
  });

  it('does not let many stars take it hostage', () => {
    expect(matchesText(`${'*'.repeat(5_000)}x`, 'a'.repeat(5_000))).toBe(false);
  });
});

describe('matchesFoldedText', () => {
  it('finds a description without its case and accents', () => {
    expect(matchesFoldedText('*genou*', 'Radio du GÉNOU gauche')).toBe(true);
  });
});

describe('matchesUid', () => {
  it('takes any of a list, padding aside', () => {
    expect(matchesUid('1.2\\1.3\0', '1.3')).toBe(true);
    expect(matchesUid('1.2\\1.3', '1.30')).toBe(false);
  });
});

describe('matchesName', () => {
  const muster = toPersonName('Müster^Berta');
  const yamada = toPersonName('Yamada^Tarou=山田^太郎=やまだ^たろう');
  it.each([
    { key: 'MUSTER^BERTA', name: muster, finds: true, why: 'without case and accents' },
    { key: 'muster*', name: muster, finds: true, why: 'start of the family name' },
    { key: 'MUST^*', name: muster, finds: false, why: 'the family name is whole before ^' },
    { key: 'Muster^*', name: toPersonName('Muster'), finds: true, why: 'no given name is one of any' },
    { key: 'MUSTER^BERTA^^', name: muster, finds: true, why: 'empty components at the end' },
    { key: 'Berta', name: muster, finds: false, why: 'the order counts without fuzzy matching' },
    { key: '山田*', name: yamada, finds: true, why: 'the ideographic group' },
    { key: 'ヤマダ^タロウ', name: yamada, finds: true, why: 'the phonetic group, katakana for hiragana' },
    { key: 'Yamada*=山本*', name: yamada, finds: false, why: 'every group that the key has' },
    { key: '=山田*', name: yamada, finds: true, why: 'an empty group asks for nothing' },
  ])('$key: $why', ({ key, name, finds }) => {
    expect(matchesName(key, name)).toBe(finds);
  });

  it('finds words in any order once that was agreed', () => {
    expect(matchesNameFuzzily('bert müst', muster)).toBe(true);
    expect(matchesNameFuzzily('bert otto', muster)).toBe(false);
  });
});
