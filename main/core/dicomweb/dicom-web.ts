import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Catalog } from '../catalog/catalog.ts';
import type { InstanceLocation } from '../catalog/rows.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { FrameReader } from './frame-reader.ts';
import { frameContentType, wantsSinglePart } from './media-type.ts';
import { MultipartWriter, write } from './multipart.ts';
import { parseWebRoute, type WebPath, type WebRoute } from './web-route.ts';

export type ThumbnailOutcome =
  | { readonly kind: 'made'; readonly png: Buffer }
  /** Cannot be drawn; `reason` is plain words. */
  | { readonly kind: 'cannot'; readonly reason: string };

export interface WebParts {
  readonly catalog: Pick<Catalog, 'findInstance' | 'findFrameTable' | 'streamMetadata'>;
  readonly store: Pick<InstanceStore, 'openForReading'>;
  /** A small picture of the frame in the middle; given by `service`, which knows the decoder. */
  readonly makeThumbnail: (location: InstanceLocation) => Promise<ThumbnailOutcome>;
}

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/**
 * Answers GET requests under `/dicom-web` for our viewer: metadata, frames, whole instances (PS3.18 section 10.4) and, of
 * our own, thumbnails. Patient data is never left in a browser's cache.
 */
export function createDicomWeb(parts: WebParts): Answer {
  const frames = new FrameReader(parts);
  return async (request, response, url) => {
    if (request.method !== 'GET') {
      sendText(response, 405, 'Only GET is answered here.');
      return;
    }
    const route = parseWebRoute(url.pathname);
    if (route === null) sendText(response, 404, 'There is no such resource.');
    else await answer(parts, frames, route, request, response);
  };
}

async function answer(
  parts: WebParts,
  frames: FrameReader,
  route: WebRoute,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (route.resource === 'metadata') {
    await sendMetadata(parts, route.place, response);
    return;
  }
  const location = await findInstance(parts, route.place);
  if (location === null) {
    sendText(response, 404, 'This image is not in the archive.');
    return;
  }
  if (route.resource === 'instance') await sendInstance(parts, location, request, response);
  else if (route.resource === 'thumbnail') await sendThumbnail(parts, location, response);
  else await sendFrames(frames, location, route.frameNumbers, request, response);
}

async function findInstance(parts: WebParts, place: WebPath): Promise<InstanceLocation | null> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = place;
  if (seriesInstanceUid === null || sopInstanceUid === null) return null;
  return parts.catalog.findInstance({ studyInstanceUid, seriesInstanceUid, sopInstanceUid });
}

/** A JSON array, written as it is read: a study of 3,000 images never lies in memory as a whole. */
async function sendMetadata(parts: WebParts, place: WebPath, response: ServerResponse): Promise<void> {
  const scope = {
    studyInstanceUid: place.studyInstanceUid,
    ...(place.seriesInstanceUid === null ? {} : { seriesInstanceUid: place.seriesInstanceUid }),
    ...(place.sopInstanceUid === null ? {} : { sopInstanceUid: place.sopInstanceUid }),
  };
  let count = 0;
  for await (const { metadataJson } of parts.catalog.streamMetadata(scope)) {
    if (count === 0) response.writeHead(200, { 'Content-Type': 'application/dicom+json', ...PRIVATE });
    await write(response, count === 0 ? '[' : ',');
    await write(response, metadataJson);
    count += 1;
  }
  if (count === 0) sendText(response, 404, 'There is nothing of this in the archive.');
  else response.end(']');
}

async function sendFrames(
  frames: FrameReader,
  location: InstanceLocation,
  frameNumbers: readonly number[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isSinglePart = wantsSinglePart(request.headers.accept);
  if (isSinglePart && frameNumbers.length > 1) {
    sendText(response, 406, 'Several frames come as multipart/related only.');
    return;
  }
  const opened = await frames.open(location);
  if (!opened.ok) {
    sendText(response, opened.error.status, opened.error.message);
    return;
  }
  await using set = opened.value;
  const type = frameContentType(location.transferSyntaxUid, set.isEncapsulated);
  let multipart: MultipartWriter | null = null;
  for (const number of frameNumbers) {
    const frame = await set.read(number);
    if (!frame.ok) {
      // With parts sent already, only a broken connection can say that the rest is missing.
      if (multipart) response.destroy();
      else sendText(response, frame.error.status, frame.error.message);
      return;
    }
    if (isSinglePart) {
      response.writeHead(200, { 'Content-Type': type, 'Content-Length': frame.value.length, ...PRIVATE });
      response.end(frame.value);
      return;
    }
    multipart ??= new MultipartWriter(response, type.split(';')[0] ?? type);
    await multipart.part(type, frame.value);
  }
  multipart?.end();
}

/** The file as it lies on the disk, in its stored transfer syntax. */
async function sendInstance(
  parts: WebParts,
  location: InstanceLocation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = await parts.store.openForReading(location.objectName);
  const type = `application/dicom; transfer-syntax=${location.transferSyntaxUid}`;
  const { size } = await file.stat();
  if (wantsSinglePart(request.headers.accept)) {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': size, ...PRIVATE });
    await pipeline(file.createReadStream(), response);
    return;
  }
  const multipart = new MultipartWriter(response, 'application/dicom');
  await multipart.head(type, size);
  for await (const chunk of file.createReadStream() as AsyncIterable<Buffer>) await write(response, chunk);
  await multipart.tail();
  multipart.end();
}

async function sendThumbnail(
  parts: WebParts,
  location: InstanceLocation,
  response: ServerResponse,
): Promise<void> {
  const outcome = await parts.makeThumbnail(location);
  if (outcome.kind === 'cannot') {
    sendText(response, 404, outcome.reason);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': outcome.png.length, ...PRIVATE });
  response.end(outcome.png);
}

const PRIVATE = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...PRIVATE });
  response.end(text);
}
