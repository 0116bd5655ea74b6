import { describe, expect, it } from 'vitest';
import { frameContentType, wantsSinglePart } from './media-type.ts';

describe('frameContentType', () => {
  it.each([
    {
      uid: '1.2.840.10008.1.2',
      isEncapsulated: false,
      type: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1',
    },
    {
      uid: '1.2.840.10008.1.2.2',
      isEncapsulated: false,
      type: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1',
    },
    {
      uid: '1.2.840.10008.1.2.4.70',
      isEncapsulated: true,
      type: 'image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70',
    },
    {
      uid: '1.2.840.10008.1.2.4.81',
      isEncapsulated: true,
      type: 'image/jls; transfer-syntax=1.2.840.10008.1.2.4.81',
    },
    {
      uid: '1.2.840.10008.1.2.4.91',
      isEncapsulated: true,
      type: 'image/jp2; transfer-syntax=1.2.840.10008.1.2.4.91',
    },
    {
      uid: '1.2.840.10008.1.2.4.202',
      isEncapsulated: true,
      type: 'image/jphc; transfer-syntax=1.2.840.10008.1.2.4.202',
    },
    {
      uid: '1.2.840.10008.1.2.5',
      isEncapsulated: true,
      type: 'image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5',
    },
    {
      uid: '1.3.46.670589.33.1.4.1',
      isEncapsulated: true,
      type: 'application/octet-stream; transfer-syntax=1.3.46.670589.33.1.4.1',
    },
  ])('names $type for $uid', ({ uid, isEncapsulated, type }) => {
    expect(frameContentType(uid, isEncapsulated)).toBe(type);
  });
});

describe('wantsSinglePart', () => {
  it.each([
    { accept: undefined, isSingle: false, why: 'nothing said' },
    { accept: '*/*', isSingle: false, why: 'anything goes' },
    {
      accept: 'multipart/related; type=application/octet-stream; transfer-syntax=*',
      isSingle: false,
      why: 'multipart',
    },
    { accept: 'application/octet-stream', isSingle: true, why: 'bytes alone' },
    { accept: 'image/jls; transfer-syntax=*, */*', isSingle: true, why: 'a codestream alone' },
    { accept: 'application/dicom', isSingle: true, why: 'a file alone' },
    { accept: 'application/dicom+json', isSingle: false, why: 'metadata' },
  ])('is $isSingle for $accept: $why', ({ accept, isSingle }) => {
    expect(wantsSinglePart(accept)).toBe(isSingle);
  });
});
