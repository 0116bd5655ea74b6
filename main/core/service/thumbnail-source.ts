import type { Catalog } from '../catalog/catalog.ts';
import type { InstanceLocation } from '../catalog/rows.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../dicom/transfer-syntax.ts';
import type { ThumbnailOutcome } from '../dicomweb/dicom-web.ts';
import { FrameReader } from '../dicomweb/frame-reader.ts';
import { err, type Result } from '../shared/result.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { describeImage } from '../pixels/describe/describe-image.ts';
import { isLasting, toPlainWords, type ThumbnailError } from '../thumbnails/thumbnail-error.ts';
import type { ThumbnailMaker } from '../thumbnails/thumbnail-maker.ts';
import { ThumbnailCache } from './thumbnail-cache.ts';

export interface ThumbnailSourceParts {
  readonly catalog: Pick<Catalog, 'findFrameTable' | 'streamMetadata'>;
  readonly store: Pick<InstanceStore, 'openForReading'>;
  readonly maker: Pick<ThumbnailMaker, 'make'>;
}

type Picture = Result<Buffer, ThumbnailError>;

/** Small pictures of stored instances: the frame in the middle, read, decoded once, kept in memory for a while. */
export function createThumbnailSource(
  parts: ThumbnailSourceParts,
): (location: InstanceLocation) => Promise<ThumbnailOutcome> {
  const cache = new ThumbnailCache<Picture>((picture) => picture.ok || isLasting(picture.error));
  const frames = new FrameReader(parts);
  return async (location) => {
    const picture = await cache.getOrMake(location.objectName, () => makePicture(parts, frames, location));
    return picture.ok
      ? { kind: 'made', png: picture.value }
      : { kind: 'cannot', reason: toPlainWords(picture.error) };
  };
}

async function makePicture(
  parts: ThumbnailSourceParts,
  frames: FrameReader,
  location: InstanceLocation,
): Promise<Picture> {
  const opened = await frames.open(location);
  if (!opened.ok) return err({ kind: 'no-image', detail: opened.error.message });
  await using set = opened.value;
  const frameNumber = Math.ceil(set.frameCount / 2);
  const image = describeImage(await readMetadata(parts, location), frameNumber - 1);
  if (image === null) return err({ kind: 'no-image', detail: 'Its header does not describe an image.' });
  const frame = await set.read(frameNumber);
  if (!frame.ok) return err({ kind: 'cannot-decode', detail: frame.error.message });
  // Native frames are read as little endian, whatever they are stored as.
  const transferSyntaxUid = set.isEncapsulated ? location.transferSyntaxUid : EXPLICIT_VR_LITTLE_ENDIAN;
  return await parts.maker.make({ frame: frame.value, transferSyntaxUid, image });
}

async function readMetadata(parts: ThumbnailSourceParts, location: InstanceLocation): Promise<unknown> {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = location;
  if (studyInstanceUid === null || seriesInstanceUid === null) return null;
  const scope = { studyInstanceUid, seriesInstanceUid, sopInstanceUid };
  for await (const { metadataJson } of parts.catalog.streamMetadata(scope)) {
    return JSON.parse(metadataJson.toString('utf8'));
  }
  return null;
}
