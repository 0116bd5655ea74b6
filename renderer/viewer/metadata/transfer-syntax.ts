/** What a viewer has to know of an encoding (PS3.5 Annex A; PS3.6 Annex A). */
export interface TransferSyntax {
  /** As a person says it. */
  readonly name: string;
  readonly codec:
    | 'native'
    | 'deflate'
    | 'rle'
    | 'jpeg'
    | 'jpeg-lossless'
    | 'jpeg-ls'
    | 'jpeg-2000'
    | 'htj2k'
    | 'jpeg-xl'
    | 'video'
    | 'unknown';
  /** True when pixels were certainly lost, whatever (0028,2110) says. */
  readonly isLossy: boolean;
}

const ROOT = '1.2.840.10008.1.2';

const table: Readonly<Record<string, TransferSyntax>> = {
  [ROOT]: { name: 'uncompressed', codec: 'native', isLossy: false },
  [`${ROOT}.1`]: { name: 'uncompressed', codec: 'native', isLossy: false },
  [`${ROOT}.1.99`]: { name: 'deflated', codec: 'native', isLossy: false },
  [`${ROOT}.2`]: { name: 'uncompressed, big endian', codec: 'native', isLossy: false },
  [`${ROOT}.1.98`]: { name: 'uncompressed, in fragments', codec: 'native', isLossy: false },
  [`${ROOT}.8.1`]: { name: 'deflated', codec: 'deflate', isLossy: false },
  [`${ROOT}.5`]: { name: 'RLE', codec: 'rle', isLossy: false },
  [`${ROOT}.4.50`]: { name: 'JPEG', codec: 'jpeg', isLossy: true },
  [`${ROOT}.4.51`]: { name: 'JPEG, 12 bit', codec: 'jpeg', isLossy: true },
  [`${ROOT}.4.53`]: { name: 'JPEG, spectral selection', codec: 'jpeg', isLossy: true },
  [`${ROOT}.4.57`]: { name: 'JPEG lossless', codec: 'jpeg-lossless', isLossy: false },
  [`${ROOT}.4.70`]: { name: 'JPEG lossless', codec: 'jpeg-lossless', isLossy: false },
  [`${ROOT}.4.80`]: { name: 'JPEG-LS', codec: 'jpeg-ls', isLossy: false },
  [`${ROOT}.4.81`]: { name: 'JPEG-LS near-lossless', codec: 'jpeg-ls', isLossy: true },
  [`${ROOT}.4.90`]: { name: 'JPEG 2000 lossless', codec: 'jpeg-2000', isLossy: false },
  [`${ROOT}.4.91`]: { name: 'JPEG 2000', codec: 'jpeg-2000', isLossy: false },
  [`${ROOT}.4.201`]: { name: 'HTJ2K lossless', codec: 'htj2k', isLossy: false },
  [`${ROOT}.4.202`]: { name: 'HTJ2K lossless', codec: 'htj2k', isLossy: false },
  [`${ROOT}.4.203`]: { name: 'HTJ2K', codec: 'htj2k', isLossy: false },
  [`${ROOT}.4.110`]: { name: 'JPEG XL lossless', codec: 'jpeg-xl', isLossy: false },
  [`${ROOT}.4.111`]: { name: 'JPEG XL', codec: 'jpeg-xl', isLossy: true },
  [`${ROOT}.4.112`]: { name: 'JPEG XL', codec: 'jpeg-xl', isLossy: false },
};

export function transferSyntax(uid: string): TransferSyntax {
  const known = table[uid];
  if (known) return known;
  if (/^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/.test(uid))
    return { name: 'video', codec: 'video', isLossy: true };
  return { name: 'an encoding that Bucky does not know', codec: 'unknown', isLossy: false };
}
