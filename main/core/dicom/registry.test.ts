import { describe, expect, it } from 'vitest';
import { isStorageSopClass, sopClassName } from './sop-class.ts';
import { carriesPixels, findTransferSyntax, toReadableSyntax, TRANSFER_SYNTAXES } from './transfer-syntax.ts';
import { dictionaryVr } from './vr.ts';

describe('transfer syntaxes', () => {
  it('are each in the table once', () => {
    const uids = TRANSFER_SYNTAXES.map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.length).toBe(63);
  });

  it.each([
    { uid: '1.2.840.10008.1.2', keep: true, why: 'the default' },
    { uid: '1.2.840.10008.1.2.4.202', keep: true, why: 'HTJ2K' },
    { uid: '1.2.840.10008.1.2.4.112', keep: true, why: 'JPEG XL' },
    { uid: '1.2.840.10008.1.2.4.107', keep: true, why: 'video' },
    { uid: '1.2.840.10008.1.2.4.94', keep: false, why: 'pixels stay on a JPIP server' },
    { uid: '1.2.840.10008.1.2.4.205', keep: false, why: 'pixels stay on a JPIP server' },
    { uid: '1.2.840.10008.1.2.7.1', keep: false, why: 'a live stream' },
    { uid: '1.2.840.113619.5.2', keep: false, why: 'private, by setting only' },
  ])('may be kept: $keep, $why', ({ uid, keep }) => {
    expect(carriesPixels(uid)).toBe(keep);
  });

  it('that nobody registered are read as Explicit VR Little Endian, except a known private one', () => {
    expect(findTransferSyntax('1.2.3')).toBeNull();
    expect(toReadableSyntax('1.2.3')).toMatchObject({
      isImplicitVr: false,
      isBigEndian: false,
      isDeflated: false,
    });
    expect(toReadableSyntax('1.2.840.113619.5.2').isImplicitVr).toBe(true);
  });
});

describe('SOP classes', () => {
  it.each([
    { uid: '1.2.840.10008.5.1.4.1.1.2', stored: true, why: 'CT' },
    { uid: '1.2.840.10008.5.1.4.1.1.5', stored: true, why: 'retired NM' },
    { uid: '1.2.840.10008.5.1.1.29', stored: true, why: 'retired hardcopy' },
    { uid: '1.2.840.10008.5.1.4.38.1', stored: true, why: 'hanging protocol' },
    { uid: '1.2.840.10008.5.1.4.1.1.9999', stored: true, why: 'registered after this release' },
    { uid: '1.3.12.2.1107.5.9.1', stored: true, why: 'private of Siemens' },
    { uid: '1.2.840.10008.1.1', stored: false, why: 'verification' },
    { uid: '1.2.840.10008.5.1.4.1.2.2.1', stored: false, why: 'study root find' },
    { uid: '1.2.840.10008.5.1.4.31', stored: false, why: 'modality worklist' },
    { uid: '1.2.840.10008.3.1.2.3.3', stored: false, why: 'performed procedure step' },
    { uid: '1.2.840.10008.1.20.1', stored: false, why: 'storage commitment' },
    { uid: '1.2.840.10008.5.1.1.9', stored: false, why: 'print' },
    { uid: '1.2.840.10008.5.1.4.1.1.200.4', stored: false, why: 'protocol approval find' },
    { uid: '', stored: false, why: 'nothing' },
  ])('are for keeping: $stored, $why', ({ uid, stored }) => {
    expect(isStorageSopClass(uid)).toBe(stored);
  });

  it('have names when they are common', () => {
    expect(sopClassName('1.2.840.10008.5.1.4.1.1.2')).toBe('CT Image');
    expect(sopClassName('1.2.3')).toBeNull();
  });
});

describe('value representations of Implicit VR', () => {
  it.each([
    { tag: 0x00100010, vr: 'PN', why: 'from the dictionary' },
    { tag: 0x00090010, vr: 'LO', why: 'private creator' },
    { tag: 0x00091010, vr: 'UN', why: 'private' },
    { tag: 0x00110000, vr: 'UL', why: 'group length' },
    { tag: 0x60020010, vr: 'US', why: 'second overlay' },
    { tag: 0x7fe00010, vr: 'OW', why: 'pixel data is words (PS3.5 section A.1)' },
    { tag: 0x00280106, vr: 'SS', why: 'US or SS by Pixel Representation' },
  ])('of $why is $vr', ({ tag, vr }) => {
    expect(dictionaryVr(tag, true)).toBe(vr);
  });
});
