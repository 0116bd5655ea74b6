/** Letters that Unicode does not take apart into a base letter and marks. */
const FOLDED_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ħ', 'h'],
  ['ı', 'i'],
  ['ŋ', 'n'],
  ['ŧ', 't'],
  ['ς', 'σ'],
]);
const FOLDED_LETTER = new RegExp(`[${[...FOLDED_LETTERS.keys()].join('')}]`, 'g');
/** Marks, except the voicing marks of kana, which make another letter. */
const MARKS = /(?![\u3099\u309a])\p{M}/gu;
const KATAKANA = /[\u30a1-\u30f6]/g;
const KATAKANA_TO_HIRAGANA = 0x60;

/**
 * Folds text so that what is typed finds what is stored: no case, no accents, full and half width alike, hiragana and
 * katakana alike, `ß` as `ss`, `ł` as `l`. What is stored and what is typed go through the same folding.
 */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .normalize('NFKC')
    .replace(FOLDED_LETTER, (letter) => FOLDED_LETTERS.get(letter) ?? letter)
    .replace(KATAKANA, (letter) => String.fromCharCode(letter.charCodeAt(0) - KATAKANA_TO_HIRAGANA))
    .replace(/[\^=\\\s]+/g, ' ')
    .trim();
}

/** The words of folded text: what stands between anything that is neither letter nor digit. Their order means nothing. */
export function toSearchWords(text: string): readonly string[] {
  return foldForSearch(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
}
