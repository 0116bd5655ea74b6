/** Media types of compressed frames by transfer syntax (PS3.18 Table 8.7.3-4 and 8.7.3-5). */
const FRAME_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^1\.2\.840\.10008\.1\.2\.4\.(50|51|57|70)$/, 'image/jpeg'],
  [/^1\.2\.840\.10008\.1\.2\.4\.8[01]$/, 'image/jls'],
  [/^1\.2\.840\.10008\.1\.2\.4\.9[01]$/, 'image/jp2'],
  [/^1\.2\.840\.10008\.1\.2\.4\.9[23]$/, 'image/jpx'],
  [/^1\.2\.840\.10008\.1\.2\.4\.20[1-3]$/, 'image/jphc'],
  [/^1\.2\.840\.10008\.1\.2\.4\.11[0-2]$/, 'image/jxl'],
  [/^1\.2\.840\.10008\.1\.2\.5$/, 'image/dicom-rle'],
  [/^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/, 'video/mp4'],
];

export const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/**
 * Content type of a frame as it is sent. Uncompressed frames are always sent as Explicit VR Little Endian pixels
 * (PS3.18 section 8.7.3.3.2).
 */
export function frameContentType(transferSyntaxUid: string, isEncapsulated: boolean): string {
  if (!isEncapsulated) return `application/octet-stream; transfer-syntax=${EXPLICIT_VR_LITTLE_ENDIAN}`;
  const type =
    FRAME_TYPES.find(([pattern]) => pattern.test(transferSyntaxUid))?.[1] ?? 'application/octet-stream';
  return `${type}; transfer-syntax=${transferSyntaxUid}`;
}

/** Whether the client takes the bytes alone; without an Accept header, or with `*` anywhere, it gets multipart. */
export function wantsSinglePart(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const first = accept.split(',')[0]?.trim().toLowerCase() ?? '';
  return /^(application\/octet-stream|application\/dicom(?!\+)|image\/(?!\*))/.test(first);
}
