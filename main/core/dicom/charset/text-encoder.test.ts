import { describe, expect, it } from 'vitest';
import { parseCharacterSet } from './character-set.ts';
import { characterEncoderFor } from './text-encoder.ts';

describe('characterEncoderFor', () => {
  it.each([
    { set: 'ISO_IR 100', text: 'Buc^Jérôme', hex: '4275635e4ae972f46d65' },
    { set: 'ISO_IR 101', text: 'Włal', hex: '57b3616c' },
    { set: 'ISO_IR 144', text: 'Люк', hex: 'bbeeda' },
    { set: 'ISO_IR 127', text: 'قبا', hex: 'e2c8c7' },
    { set: 'ISO_IR 126', text: 'Διον', hex: 'c4e9efed' },
    { set: 'ISO_IR 138', text: 'שרון', hex: 'f9f8e5ef' },
    { set: 'ISO_IR 148', text: 'Ğİ', hex: 'd0dd' },
    { set: 'ISO_IR 203', text: '€œ', hex: 'a4bd' },
    { set: 'ISO_IR 166', text: 'สาย', hex: 'cad2c2' },
    { set: 'ISO_IR 13', text: 'ﾔﾏﾀﾞ^ﾀﾛｳ', hex: 'd4cfc0de5ec0dbb3' },
    { set: 'GB18030', text: 'Wang^XiaoDong=王^小东', hex: '57616e675e5869616f446f6e673dcdf55ed0a1b6ab' },
    { set: 'GBK', text: '王^小东', hex: 'cdf55ed0a1b6ab' },
    {
      set: '\\ISO 2022 IR 87',
      text: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
      hex: '59616d6164615e5461726f753d1b24423b3345441b28425e1b244242404f3a1b28423d1b24422464245e24401b28425e1b2442243f246d24261b2842',
    },
    {
      set: 'ISO 2022 IR 13\\ISO 2022 IR 87',
      text: 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
      hex: 'd4cfc0de5ec0dbb33d1b24423b3345441b284a5e1b244242404f3a1b284a3d1b24422464245e24401b284a5e1b2442243f246d24261b284a',
    },
    {
      set: '\\ISO 2022 IR 149',
      text: 'Hong^Gildong=洪^吉洞=홍^길동',
      hex: '486f6e675e47696c646f6e673d1b242943fbf35e1b242943d1ced4d73d1b242943c8ab5e1b242943b1e6b5bf',
    },
  ])('encodes $text in $set as the standard shows it', ({ set, text, hex }) => {
    const bytes = characterEncoderFor(set).encode(text, 'names');
    expect(bytes?.toString('hex')).toBe(hex);
    expect(bytes && parseCharacterSet(set).decode(bytes, 'names')).toBe(text);
  });

  it.each(['Größe € 王 한 😀', '\u0080ÿĀ'])('holds every character in GB 18030: %s', (text) => {
    const bytes = characterEncoderFor('GB18030').encode(text, 'values');
    expect(bytes && parseCharacterSet('GB18030').decode(bytes, 'values')).toBe(text);
  });

  it.each([
    { set: 'ISO_IR 100', text: 'Łukasz' },
    { set: '', text: 'Müller' },
    { set: 'GBK', text: '😀' },
    { set: '\\ISO 2022 IR 87', text: 'Größe' },
  ])('says that $set cannot hold $text rather than replace it', ({ set, text }) => {
    expect(characterEncoderFor(set).encode(text, 'names')).toBeNull();
  });

  it.each(['ISO_IR 999', 'nonsense', 'ISO_IR 100\\nonsense'])('answers in UTF-8 who asks in %s', (set) => {
    expect(characterEncoderFor(set).specificCharacterSet).toBe('ISO_IR 192');
  });
});
