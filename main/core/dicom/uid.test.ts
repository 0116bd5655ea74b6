import { describe, expect, it } from 'vitest';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from './implementation.ts';
import { describeUidWarning, inspectUid, parseSopInstanceUid } from './uid.ts';

describe('a UID that we write', () => {
  it.each([
    { uid: '1.2.840.10008.1.1', ok: true, why: 'digits and dots' },
    { uid: '1.2.3\0', ok: true, why: 'padded to even length with NUL' },
    { uid: '1.02.3', ok: false, why: 'a leading zero' },
    { uid: '1.2.3 ', ok: false, why: 'a space' },
    { uid: '1..2', ok: false, why: 'an empty part' },
    { uid: '', ok: false, why: 'nothing' },
    { uid: `1.${'2'.repeat(63)}`, ok: false, why: '65 characters' },
  ])('is checked strictly: $why', ({ uid, ok }) => {
    expect(parseSopInstanceUid(uid).ok).toBe(ok);
  });

  it('is ours for the implementation, and the version name fits', () => {
    expect(parseSopInstanceUid(IMPLEMENTATION_CLASS_UID).ok).toBe(true);
    expect(IMPLEMENTATION_VERSION_NAME.length).toBeLessThanOrEqual(16);
  });
});

describe('a UID that we receive', () => {
  it.each([
    { encoded: '1.2.3\0', uid: '1.2.3', warnings: [] },
    { encoded: '1.02.3', uid: '1.02.3', warnings: ['leading-zero'] },
    { encoded: '1.2.3 ', uid: '1.2.3', warnings: ['space-padded'] },
    { encoded: `1.${'2'.repeat(70)}`, uid: `1.${'2'.repeat(70)}`, warnings: ['too-long'] },
  ])('is kept with a warning when it is odd: $encoded', ({ encoded, uid, warnings }) => {
    expect(inspectUid(encoded)).toEqual({ kind: 'readable', uid, warnings });
  });

  it.each([
    { encoded: '\0\0', expected: { kind: 'missing' } },
    { encoded: 'image-17', expected: { kind: 'unreadable', reason: 'characters' } },
    { encoded: '1.2\\1.3', expected: { kind: 'unreadable', reason: 'characters' } },
    { encoded: `1.${'2'.repeat(127)}`, expected: { kind: 'unreadable', reason: 'too-long' } },
  ])('is not a UID: $expected', ({ encoded, expected }) => {
    expect(inspectUid(encoded)).toEqual(expected);
  });

  it('has its oddness told in plain words', () => {
    expect(describeUidWarning('SOP Instance UID', 'leading-zero')).toBe(
      'SOP Instance UID has a part with a leading zero',
    );
  });
});
