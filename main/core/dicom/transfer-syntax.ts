/** What a transfer syntax says about the bytes of a data set (PS3.5 chapter 10 and Annex A, registered in PS3.6 Annex A). */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly isImplicitVr: boolean;
  readonly isBigEndian: boolean;
  /** The whole data set is compressed (PS3.5 section A.5). */
  readonly isDeflated: boolean;
  /** Pixel data is a sequence of fragments (PS3.5 section A.4). */
  readonly isEncapsulated: boolean;
  /** May have lost information against what it was made from. */
  readonly isLossy: boolean;
  /** Whether a stored object has its pixels in it: not so for a reference to a JPIP server or a live video stream. */
  readonly carriesPixels: boolean;
}

export const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_VR_BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const RLE_LOSSLESS = '1.2.840.10008.1.2.5';

const PLAIN: Omit<TransferSyntax, 'uid' | 'name'> = {
  isImplicitVr: false,
  isBigEndian: false,
  isDeflated: false,
  isEncapsulated: false,
  isLossy: false,
  carriesPixels: true,
};
type Row = readonly [uid: string, name: string];

const native: readonly TransferSyntax[] = [
  { ...PLAIN, uid: IMPLICIT_VR_LITTLE_ENDIAN, name: 'Implicit VR Little Endian', isImplicitVr: true },
  { ...PLAIN, uid: EXPLICIT_VR_LITTLE_ENDIAN, name: 'Explicit VR Little Endian' },
  {
    ...PLAIN,
    uid: DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
    name: 'Deflated Explicit VR Little Endian',
    isDeflated: true,
  },
  { ...PLAIN, uid: EXPLICIT_VR_BIG_ENDIAN, name: 'Explicit VR Big Endian', isBigEndian: true },
  {
    ...PLAIN,
    uid: '1.2.840.10008.1.20',
    name: 'Papyrus 3 Implicit VR Little Endian',
    isImplicitVr: true,
  },
];

const lossless: readonly Row[] = [
  ['1.2.840.10008.1.2.1.98', 'Encapsulated Uncompressed Explicit VR Little Endian'],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless (Process 14)'],
  ['1.2.840.10008.1.2.4.58', 'JPEG Lossless (Process 15)'],
  ['1.2.840.10008.1.2.4.65', 'JPEG Lossless, Hierarchical (Process 28)'],
  ['1.2.840.10008.1.2.4.66', 'JPEG Lossless, Hierarchical (Process 29)'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless, First-Order Prediction (Process 14, Selection Value 1)'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 (Lossless Only)'],
  ['1.2.840.10008.1.2.4.92', 'JPEG 2000 Part 2 Multi-component (Lossless Only)'],
  ['1.2.840.10008.1.2.4.110', 'JPEG XL Lossless'],
  ['1.2.840.10008.1.2.4.201', 'High-Throughput JPEG 2000 (Lossless Only)'],
  ['1.2.840.10008.1.2.4.202', 'High-Throughput JPEG 2000 with RPCL Options (Lossless Only)'],
  [RLE_LOSSLESS, 'RLE Lossless'],
  ['1.2.840.10008.1.2.8.1', 'Deflated Image Frame Compression'],
];

const lossy: readonly Row[] = [
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)'],
  ['1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 and 4)'],
  ['1.2.840.10008.1.2.4.52', 'JPEG Extended (Process 3 and 5)'],
  ['1.2.840.10008.1.2.4.53', 'JPEG Spectral Selection (Process 6 and 8)'],
  ['1.2.840.10008.1.2.4.54', 'JPEG Spectral Selection (Process 7 and 9)'],
  ['1.2.840.10008.1.2.4.55', 'JPEG Full Progression (Process 10 and 12)'],
  ['1.2.840.10008.1.2.4.56', 'JPEG Full Progression (Process 11 and 13)'],
  ['1.2.840.10008.1.2.4.59', 'JPEG Extended, Hierarchical (Process 16 and 18)'],
  ['1.2.840.10008.1.2.4.60', 'JPEG Extended, Hierarchical (Process 17 and 19)'],
  ['1.2.840.10008.1.2.4.61', 'JPEG Spectral Selection, Hierarchical (Process 20 and 22)'],
  ['1.2.840.10008.1.2.4.62', 'JPEG Spectral Selection, Hierarchical (Process 21 and 23)'],
  ['1.2.840.10008.1.2.4.63', 'JPEG Full Progression, Hierarchical (Process 24 and 26)'],
  ['1.2.840.10008.1.2.4.64', 'JPEG Full Progression, Hierarchical (Process 25 and 27)'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.93', 'JPEG 2000 Part 2 Multi-component'],
  ['1.2.840.10008.1.2.4.100', 'MPEG2 Main Profile / Main Level'],
  ['1.2.840.10008.1.2.4.100.1', 'Fragmentable MPEG2 Main Profile / Main Level'],
  ['1.2.840.10008.1.2.4.101', 'MPEG2 Main Profile / High Level'],
  ['1.2.840.10008.1.2.4.101.1', 'Fragmentable MPEG2 Main Profile / High Level'],
  ['1.2.840.10008.1.2.4.102', 'MPEG-4 AVC/H.264 High Profile / Level 4.1'],
  ['1.2.840.10008.1.2.4.102.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1'],
  ['1.2.840.10008.1.2.4.103', 'MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1'],
  ['1.2.840.10008.1.2.4.103.1', 'Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1'],
  ['1.2.840.10008.1.2.4.104', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video'],
  ['1.2.840.10008.1.2.4.104.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video'],
  ['1.2.840.10008.1.2.4.105', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video'],
  ['1.2.840.10008.1.2.4.105.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video'],
  ['1.2.840.10008.1.2.4.106', 'MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2'],
  ['1.2.840.10008.1.2.4.106.1', 'Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2'],
  ['1.2.840.10008.1.2.4.107', 'HEVC/H.265 Main Profile / Level 5.1'],
  ['1.2.840.10008.1.2.4.108', 'HEVC/H.265 Main 10 Profile / Level 5.1'],
  ['1.2.840.10008.1.2.4.111', 'JPEG XL JPEG Recompression'],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000'],
];

const withoutPixels: readonly TransferSyntax[] = [
  { ...PLAIN, uid: '1.2.840.10008.1.2.4.94', name: 'JPIP Referenced', isLossy: true },
  {
    ...PLAIN,
    uid: '1.2.840.10008.1.2.4.95',
    name: 'JPIP Referenced Deflate',
    isDeflated: true,
    isLossy: true,
  },
  { ...PLAIN, uid: '1.2.840.10008.1.2.4.204', name: 'JPIP HTJ2K Referenced', isLossy: true },
  {
    ...PLAIN,
    uid: '1.2.840.10008.1.2.4.205',
    name: 'JPIP HTJ2K Referenced Deflate',
    isDeflated: true,
    isLossy: true,
  },
  { ...PLAIN, uid: '1.2.840.10008.1.2.6.1', name: 'RFC 2557 MIME Encapsulation' },
  { ...PLAIN, uid: '1.2.840.10008.1.2.6.2', name: 'XML Encoding' },
  { ...PLAIN, uid: '1.2.840.10008.1.2.7.1', name: 'SMPTE ST 2110-20 Uncompressed Progressive Active Video' },
  { ...PLAIN, uid: '1.2.840.10008.1.2.7.2', name: 'SMPTE ST 2110-20 Uncompressed Interlaced Active Video' },
  { ...PLAIN, uid: '1.2.840.10008.1.2.7.3', name: 'SMPTE ST 2110-30 PCM Digital Audio' },
].map((syntax) => ({ ...syntax, carriesPixels: false }));

/** Every transfer syntax that PS3.6 registers, retired ones too. */
export const TRANSFER_SYNTAXES: readonly TransferSyntax[] = [
  ...native,
  ...lossless.map(([uid, name]) => ({ ...PLAIN, uid, name, isEncapsulated: true })),
  ...lossy.map(([uid, name]) => ({ ...PLAIN, uid, name, isEncapsulated: true, isLossy: true })),
  ...withoutPixels,
];

const byUid = new Map(TRANSFER_SYNTAXES.map((syntax) => [syntax.uid, syntax]));

/** GE's private "Implicit VR Big Endian DLX": big endian for pixel data only, so its header reads as Implicit VR. */
const GE_PRIVATE_IMPLICIT = '1.2.840.113619.5.2';

/** @returns null for a private or unknown transfer syntax */
export function findTransferSyntax(uid: string): TransferSyntax | null {
  return byUid.get(uid) ?? null;
}

/**
 * How to read a data set in this transfer syntax. A private or unknown one is taken for Explicit VR Little Endian,
 * encapsulated or not as its bytes show, because PS3.5 section 10 asks that of every new one.
 */
export function toReadableSyntax(uid: string): TransferSyntax {
  const known = byUid.get(uid);
  if (known) return known;
  return { ...PLAIN, uid, name: 'Private or unknown', isImplicitVr: uid === GE_PRIVATE_IMPLICIT };
}

/** Whether an object in this transfer syntax may be kept: registered, and its pixels come with it. */
export function carriesPixels(uid: string): boolean {
  return byUid.get(uid)?.carriesPixels ?? false;
}
