import { describe, expect, it } from 'vitest';
import { foldForSearch, toSearchWords } from './search-text.ts';

describe('what a person types finds what is stored', () => {
  it.each([
    { stored: 'Buc^Jérôme', typed: 'buc jerome', why: 'accents, case and delimiters' },
    { stored: 'Äneas^Rüdiger', typed: 'aneas rudiger', why: 'umlauts' },
    { stored: 'Groß', typed: 'gross', why: 'sharp s' },
    { stored: 'Łukasz', typed: 'lukasz', why: 'l with a stroke' },
    { stored: 'Sørensen', typed: 'Sorensen', why: 'o with a stroke' },
    { stored: 'ﾔﾏﾀﾞ^ﾀﾛｳ', typed: 'やまだ たろう', why: 'katakana of half width against hiragana' },
    { stored: 'ヤマダ', typed: 'やまだ', why: 'katakana against hiragana' },
    { stored: 'ＡＢＣ１２３', typed: 'abc123', why: 'letters of full width' },
    { stored: 'Διονύσιος', typed: 'ΔΙΟΝΥΣΙΟΣ', why: 'final sigma' },
    { stored: 'İSTANBUL', typed: 'istanbul', why: 'Turkish dotted I' },
    { stored: 'Люкceмбypг', typed: 'люкceмбypг', why: 'Cyrillic' },
    { stored: '홍^길동', typed: '홍 길동', why: 'Hangul stays whole' },
  ])('$typed finds $stored: $why', ({ stored, typed }) => {
    expect(foldForSearch(typed)).toBe(foldForSearch(stored));
  });

  it('keeps apart what are different sounds', () => {
    expect(foldForSearch('かき')).not.toBe(foldForSearch('かぎ'));
  });

  it('is made of words, of all groups of a name and without what stands between them', () => {
    const name = 'Yamada^Tarou=山田^太郎=やまだ^たろう';
    expect(toSearchWords(name)).toEqual(['yamada', 'tarou', '山田', '太郎', 'やまだ', 'たろう']);
    expect(toSearchWords("O'Neil, CT-Thorax (2)")).toEqual(['o', 'neil', 'ct', 'thorax', '2']);
    expect(toSearchWords(' ^ ')).toEqual([]);
  });
});
