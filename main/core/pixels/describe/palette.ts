import type { Palette } from '../image-description.ts';
import type { DicomJsonItem } from './dicom-json.ts';
import { entryCount, readEntries, toWords } from './table-entries.ts';

interface ChannelTags {
  readonly descriptor: string;
  readonly data: string;
  readonly segmentedData: string;
}

const CHANNELS = {
  red: { descriptor: '00281101', data: '00281201', segmentedData: '00281221' },
  green: { descriptor: '00281102', data: '00281202', segmentedData: '00281222' },
  blue: { descriptor: '00281103', data: '00281203', segmentedData: '00281223' },
} as const satisfies Record<string, ChannelTags>;

/** @returns undefined when a table is missing or makes no sense */
export function readPalette(metadata: DicomJsonItem): Palette | undefined {
  const red = readTable(metadata, CHANNELS.red);
  const green = readTable(metadata, CHANNELS.green);
  const blue = readTable(metadata, CHANNELS.blue);
  const firstMapped = metadata.numbers(CHANNELS.red.descriptor)[1] ?? 0;
  return red && green && blue ? { firstMapped, red, green, blue } : undefined;
}

function readTable(metadata: DicomJsonItem, tags: ChannelTags): Uint8Array | undefined {
  const [encodedCount, , bitsPerEntry] = metadata.numbers(tags.descriptor);
  if (encodedCount === undefined) return undefined;
  const count = entryCount(encodedCount);
  const data = metadata.bytes(tags.data);
  if (data) return toEightBits(readEntries(data, count, bitsPerEntry === 8 ? 8 : 16), bitsPerEntry === 8);
  const segments = metadata.bytes(tags.segmentedData);
  if (!segments) return undefined;
  const words = bitsPerEntry === 8 ? Uint16Array.from(segments) : toWords(segments);
  return toEightBits(expandSegments(words, count), bitsPerEntry === 8);
}

/** Many devices declare 16 bits and write 8: without a value above 255 the low byte is the one that counts. */
function toEightBits(entries: Uint16Array, isEightBits: boolean): Uint8Array | undefined {
  if (entries.length === 0) return undefined;
  const isLow = isEightBits || entries.every((entry) => entry <= 0xff);
  return Uint8Array.from(entries, (entry) => (isLow ? entry : entry >> 8));
}

/**
 * Segmented Palette Color Lookup Table Data: runs of values, ramps, and copies of earlier segments.
 *
 * @see DICOM PS3.3 section C.7.9.2
 */
function expandSegments(words: Uint16Array, count: number): Uint16Array {
  const table = new Uint16Array(count);
  let filled = 0;
  const put = (value: number) => {
    if (filled < count) table[filled++] = value;
  };
  const expandAt = (start: number): number => {
    const opcode = words[start] ?? 0;
    const length = words[start + 1] ?? 0;
    if (opcode === 0) {
      for (let index = 0; index < length; index++) put(words[start + 2 + index] ?? 0);
      return start + 2 + length;
    }
    const from = table[filled - 1] ?? 0;
    const to = words[start + 2] ?? 0;
    for (let step = 1; step <= length; step++) put(Math.round(from + ((to - from) * step) / length));
    return start + 3;
  };
  let position = 0;
  while (position + 2 < words.length && filled < count) {
    if (words[position] !== 2) {
      position = expandAt(position);
      continue;
    }
    const segmentCount = words[position + 1] ?? 0;
    // The byte offset of the first segment to copy has its low half first.
    const offset = ((words[position + 2] ?? 0) + (words[position + 3] ?? 0) * 0x10000) / 2;
    let source = Math.floor(offset);
    for (let index = 0; index < segmentCount && source < position; index++) {
      if (words[source] === 2) break;
      source = expandAt(source);
    }
    position += 4;
  }
  return table;
}
