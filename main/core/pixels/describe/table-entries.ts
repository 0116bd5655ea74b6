const MAX_ENTRIES = 0x10000;

/** What a LUT Descriptor calls the number of entries: 65,536 do not fit the field and are written as 0. */
export function entryCount(described: number): number {
  return described === 0 ? MAX_ENTRIES : described;
}

/** Tables with 8 bits an entry come packed, or with each entry in a word of its own. */
export function readEntries(data: Buffer, count: number, bitsPerEntry: 8 | 16): Uint16Array {
  const isPacked = bitsPerEntry === 8 && data.length < count * 2;
  return (isPacked ? Uint16Array.from(data) : toWords(data)).subarray(0, count);
}

export function toWords(bytes: Buffer): Uint16Array {
  const aligned = Uint8Array.from(bytes.subarray(0, bytes.length & ~1));
  return new Uint16Array(aligned.buffer);
}
