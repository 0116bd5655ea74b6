import { describe, expect, it } from 'vitest';
import { chooseSyntax, syntaxesToPropose } from './choose-syntax.ts';

const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const JPEG = '1.2.840.10008.1.2.4.50';
const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.70';
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const HEVC = '1.2.840.10008.1.2.4.107';

describe('the transfer syntax in which an object goes out', () => {
  it.each([
    { why: 'as it is stored', stored: JPEG, accepted: [IMPLICIT, JPEG], chosen: JPEG },
    { why: 'uncompressed', stored: JPEG_LOSSLESS, accepted: [IMPLICIT, EXPLICIT], chosen: EXPLICIT },
    {
      why: 'compressed without loss when nothing else is taken',
      stored: EXPLICIT,
      accepted: [JPEG_LS],
      chosen: JPEG_LS,
    },
    { why: 'not with loss', stored: EXPLICIT, accepted: [JPEG], chosen: null },
    { why: 'not in what cannot be made', stored: EXPLICIT, accepted: [HEVC], chosen: null },
    { why: 'not at all when nothing is taken', stored: EXPLICIT, accepted: [], chosen: null },
  ])('$why', ({ stored, accepted, chosen }) => {
    expect(chooseSyntax(stored, accepted)).toBe(chosen);
  });

  it('is what is set for the destination, with loss only where that is allowed', () => {
    const wishes = { transferSyntaxes: [JPEG, JPEG_LS], isLossyAllowed: false };
    const accepted = [IMPLICIT, EXPLICIT, JPEG, JPEG_LS];
    expect(chooseSyntax(EXPLICIT, accepted, wishes)).toBe(JPEG_LS);
    expect(chooseSyntax(EXPLICIT, accepted, { ...wishes, isLossyAllowed: true })).toBe(JPEG);
    expect(syntaxesToPropose([EXPLICIT], wishes)).toEqual([JPEG_LS, EXPLICIT, IMPLICIT]);
  });
});
