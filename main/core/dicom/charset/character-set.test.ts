import { describe, expect, it } from 'vitest';
import { parseCharacterSet } from './character-set.ts';
import { decodeWith } from './text-decoders.ts';

/** Names from PS3.5 Annexes H, I, J, K and from the character set files of pydicom (MIT), as they lie in a data set. */
const names: readonly { set: string; hex: string; name: string; why: string }[] = [
  { set: 'ISO_IR 100', hex: '4275635e4ae972f46d65', name: 'Buc^Jérôme', why: 'Latin 1' },
  { set: 'ISO_IR 101', hex: '57b3616c5ea35f', name: 'Włal^Ł_', why: 'Latin 2' },
  { set: 'ISO_IR 109', hex: 'a6616a', name: 'Ĥaj', why: 'Latin 3' },
  { set: 'ISO_IR 110', hex: 'a976656465', name: 'Švede', why: 'Latin 4' },
  { set: 'ISO_IR 144', hex: 'bbeeda6365dcd17970d3', name: 'Люкceмбypг', why: 'Cyrillic' },
  { set: 'ISO_IR 127', hex: 'e2c8c7e6ea5ee4e6d2c7d1', name: 'قباني^لنزار', why: 'Arabic' },
  { set: 'ISO_IR 126', hex: 'c4e9efedf5f3e9eff2', name: 'Διονυσιος', why: 'Greek' },
  { set: 'ISO_IR 138', hex: 'f9f8e5ef5ee3e1e5f8e4', name: 'שרון^דבורה', why: 'Hebrew' },
  { set: 'ISO_IR 148', hex: 'd0dd', name: 'Ğİ', why: 'Latin 5' },
  { set: 'ISO_IR 203', hex: 'a4bd', name: '€œ', why: 'Latin 9' },
  { set: 'ISO_IR 166', hex: 'cad2c2', name: 'สาย', why: 'Thai' },
  { set: 'ISO_IR 13', hex: 'd4cfc0de5ec0dbb3', name: 'ﾔﾏﾀﾞ^ﾀﾛｳ', why: 'katakana of one byte' },
  {
    set: 'ISO_IR 192',
    hex: '57616e675e5869616f446f6e673de78e8b5ee5b08fe69db13d',
    name: 'Wang^XiaoDong=王^小東=',
    why: 'UTF-8',
  },
  {
    set: 'GB18030',
    hex: '57616e675e5869616f446f6e673dcdf55ed0a1b6ab3d',
    name: 'Wang^XiaoDong=王^小东=',
    why: 'GB18030',
  },
  { set: 'GBK', hex: 'cdf55ed0a1b6ab', name: '王^小东', why: 'GBK' },
  {
    set: '\\ISO 2022 IR 87',
    hex: '59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b28423d1b24422464245e24401b28425e1b2442243f246d24261b2842',
    name: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
    why: 'PS3.5 H.3.1',
  },
  {
    set: 'ISO 2022 IR 13\\ISO 2022 IR 87',
    hex: 'd4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d1b24422464245e24401b284a5e1b2442243f246d24261b284a',
    name: 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
    why: 'PS3.5 H.3.2: Romaji and katakana at the start',
  },
  {
    set: '\\ISO 2022 IR 149',
    hex: '486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b1e6b5bf',
    name: 'Hong^Gildong=洪^吉洞=홍^길동',
    why: 'PS3.5 I.2',
  },
  {
    set: '\\ISO 2022 IR 149',
    hex: 'fbf35ed1ced4d7',
    name: '洪^吉洞',
    why: 'a writer left out the escape sequences',
  },
  {
    set: '\\ISO 2022 IR 58',
    hex: '5a68616e675e5869616f446f6e673d1b242941d5c55e1b242941d0a1b6ab3d20',
    name: 'Zhang^XiaoDong=张^小东= ',
    why: 'PS3.5 K.2',
  },
  {
    set: '\\ISO 2022 IR 159',
    hex: '1b24284430211b2842',
    name: '丂',
    why: 'JIS X 0212',
  },
  {
    set: 'ISO 2022 IR 100\\ISO 2022 IR 144',
    hex: '4ae972f46d655e1b2d4cbbee',
    name: 'Jérôme^Лю',
    why: 'two single-byte sets',
  },
  {
    set: 'ISO 2022 IR 100\\ISO 2022 IR 144',
    hex: '1b2d4cbbee5e4ae9',
    name: 'Лю^Jé',
    why: 'the delimiter of a component brings the first set back',
  },
  {
    set: 'ISO_IR 100',
    hex: '1b24423b3345441b2842',
    name: '山田',
    why: 'escape sequences of a set that was not declared',
  },
  { set: '', hex: 'e78e8b', name: '王', why: 'UTF-8 that was not declared' },
  { set: '', hex: '4ae9', name: 'Jé', why: 'Latin 1 that was not declared' },
  { set: 'ISO IR 100', hex: 'e9', name: 'é', why: 'misspelt with a space' },
  { set: 'iso-ir-101', hex: 'b3', name: 'ł', why: 'misspelt in lower case' },
  { set: 'ISO8859-5', hex: 'bb', name: 'Л', why: 'misspelt by its other name' },
  { set: 'UTF-8', hex: 'e78e8b', name: '王', why: 'misspelt by its other name' },
  { set: 'ISO 2022 GBK', hex: 'e9', name: 'é', why: 'unknown, so what the bytes show' },
  { set: 'ISO_IR 192 \0', hex: 'e78e8b', name: '王', why: 'padded' },
];

describe('a name', () => {
  it.each(names)('$name is read from $set: $why', ({ set, hex, name }) => {
    expect(parseCharacterSet(set).decode(Buffer.from(hex, 'hex'), 'names')).toBe(name);
  });
});

describe('text', () => {
  it('keeps a set over ^ and =, which divide names only', () => {
    const bytes = Buffer.from('1b2d4cbb5ebb3dbb', 'hex');
    expect(parseCharacterSet('ISO 2022 IR 100\\ISO 2022 IR 144').decode(bytes, 'text')).toBe('Л^Л=Л');
  });

  it('goes back to the first set at the end of a line and of a value', () => {
    const set = parseCharacterSet('ISO 2022 IR 100\\ISO 2022 IR 144');
    expect(set.decode(Buffer.from('1b2d4cbb0d0ae9', 'hex'), 'text')).toBe('Л\r\né');
    expect(set.decode(Buffer.from('1b2d4cbb5ce9', 'hex'), 'values')).toBe('Л\\é');
  });

  it('does not take the second byte of a character for a delimiter', () => {
    expect(parseCharacterSet('GB18030').decode(Buffer.from('8c5c', 'hex'), 'values')).toBe('孿');
    expect(
      parseCharacterSet('\\ISO 2022 IR 87').decode(Buffer.from('1b2442305e1b2842', 'hex'), 'names'),
    ).toBe('緯');
  });

  it('stays readable in a runtime without the encoding', () => {
    expect(decodeWith('no-such-encoding', Buffer.from('41e9', 'hex'))).toBe('Aé');
  });
});
