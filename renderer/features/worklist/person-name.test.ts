import { describe, expect, it } from 'vitest';
import { displayName } from './person-name.ts';

const name = (alphabetic: string, ideographic = '', phonetic = '') => ({ alphabetic, ideographic, phonetic });

describe('displayName', () => {
  it.each([
    { stored: name('Muster^Berta'), main: 'Muster, Berta', why: 'family name first' },
    { stored: name('Muster'), main: 'Muster', why: 'one component only' },
    { stored: name('^Berta'), main: 'Berta', why: 'no family name' },
    {
      stored: name('Adams^John Robert Quincy^^Rev.^B.A. M.Div.'),
      main: 'Adams, Rev. John Robert Quincy, B.A. M.Div.',
      why: 'prefix and suffix',
    },
    { stored: name('MUSTER ^ BERTA ^^^'), main: 'MUSTER, BERTA', why: 'padding goes, case stays' },
    { stored: name('', '山田^太郎'), main: '山田 太郎', why: 'ideographic group alone' },
    { stored: name('', '', 'やまだ^たろう'), main: 'やまだ たろう', why: 'phonetic group alone' },
  ])('shows $main: $why', ({ stored, main }) => {
    expect(displayName(stored)).toMatchObject({ main, isKnown: true });
  });

  it('puts the ideographic group beside the alphabetic one', () => {
    expect(displayName(name('Yamada^Tarou', '山田^太郎', 'やまだ^たろう'))).toEqual({
      main: 'Yamada, Tarou',
      beside: '山田 太郎',
      isKnown: true,
    });
  });

  it.each(['', '^^^^', '  '])('says that there is no name for %j', (alphabetic) => {
    expect(displayName(name(alphabetic))).toEqual({ main: 'No name', beside: '', isKnown: false });
  });
});
