import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { decode } from 'fast-png';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../main/core/shared/logger.ts';
import { ThumbnailMaker } from '../../../main/core/thumbnails/thumbnail-maker.ts';
import { anImage } from '../../support/an-image.ts';
import { encodeFrame } from '../../support/encode-frame.ts';

const WORKER = path.resolve(import.meta.dirname, '../../../dist/core/thumbnail-worker.mjs');

it('draws a compressed frame in the worker that ships', async () => {
  const maker = new ThumbnailMaker({ workerUrl: pathToFileURL(WORKER), logger: silentLogger });
  onTestFinished(() => maker.close());
  const image = anImage({ windowCenter: 127.5, windowWidth: 255, voiLutFunction: 'LINEAR_EXACT' });
  const frame = await encodeFrame('encodeHtJpeg2000', Uint8Array.of(0, 50, 100, 255), image);
  const made = await maker.make({ frame, transferSyntaxUid: '1.2.840.10008.1.2.4.201', image });
  expect(made.ok && decode(made.value).data).toEqual(Uint8Array.of(0, 50, 100, 255));
});
