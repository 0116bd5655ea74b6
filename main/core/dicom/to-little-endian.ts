/** Bytes of one number in a value of many, by VR; those not named here are single bytes. */
const WORD_BYTES: Readonly<Record<string, 2 | 4 | 8>> = { OW: 2, OL: 4, OF: 4, OV: 8, OD: 8 };

/** A copy of a big endian value with the bytes of each word turned round (PS3.5 section 7.3). */
export function toLittleEndian(vr: string, value: Buffer): Buffer {
  const wordBytes = WORD_BYTES[vr];
  const copy = Buffer.from(value);
  if (wordBytes === undefined) return copy;
  const whole = copy.subarray(0, copy.length - (copy.length % wordBytes));
  if (wordBytes === 2) whole.swap16();
  else if (wordBytes === 4) whole.swap32();
  else whole.swap64();
  return copy;
}
