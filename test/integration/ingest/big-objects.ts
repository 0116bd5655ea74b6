/**
 * Run as a process of its own: stores several big objects at once and prints the peak of its memory.
 * Arguments: data folder, number of objects, bytes of pixel data in each.
 */
import { aStoreRequest, openArchiveParts } from '../../support/archive-parts.ts';
import { anImageDataSet } from '../../support/image-data-set.ts';
import { elementHeader } from '../../support/encode-data-set.ts';

/** What a socket hands over at most in one read. */
const SLICE_BYTES = 64 * 1024;
/** Pixel Data of the small image that the header is taken from: element header and four pixels. */
const SMALL_PIXEL_DATA_BYTES = 12 + 8;

const [dataDir = '', count = '', pixelBytes = ''] = process.argv.slice(2);
const { ingest, catalog } = await openArchiveParts(dataDir);
await ingest.recover();
const startBytes = process.memoryUsage.rss();

async function store(index: number): Promise<number> {
  const uid = `1.2.3.${index}`;
  const incoming = ingest.openStore(aStoreRequest({ affectedSopInstanceUid: uid }, index));
  const small = anImageDataSet({ sopInstanceUid: uid });
  await incoming.write(small.subarray(0, small.length - SMALL_PIXEL_DATA_BYTES));
  await incoming.write(elementHeader(0x7fe00010, 'OW', Number(pixelBytes)));
  for (let sent = 0; sent < Number(pixelBytes); sent += SLICE_BYTES) {
    await incoming.write(Buffer.alloc(Math.min(SLICE_BYTES, Number(pixelBytes) - sent), index + 1));
    await new Promise((resolve) => setImmediate(resolve)); // as between two reads of a socket
  }
  return (await incoming.finish()).status;
}

const statuses = await Promise.all(Array.from({ length: Number(count) }, (_, index) => store(index)));
const { instances } = await catalog.count();
await catalog.close();
process.stdout.write(
  JSON.stringify({ statuses, instances, startBytes, peakBytes: process.resourceUsage().maxRSS * 1024 }),
);
