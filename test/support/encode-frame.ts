import { createRequire } from 'node:module';
import type { ImageDescription } from '../../main/core/pixels/image-description.ts';

type CodecModule = typeof import('dcmjs-codecs');
export type EncoderName =
  'encodeRle' | 'encodeJpeg' | 'encodeJpegLs' | 'encodeJpeg2000' | 'encodeHtJpeg2000' | 'encodeJpegXl';

/** Compresses a frame with the encoders of dcmjs-codecs, which the product does not use. */
export async function encodeFrame(
  encoder: EncoderName,
  samples: Uint8Array,
  image: ImageDescription,
  parameters: { readonly lossy: boolean } = { lossy: false },
): Promise<Buffer> {
  const { Context, NativeCodecs, log } = createRequire(import.meta.url)('dcmjs-codecs') as CodecModule;
  log.setLevel('silent');
  if (!NativeCodecs.isInitialized()) await NativeCodecs.initializeAsync();
  const context = new Context({
    width: image.columns,
    height: image.rows,
    bitsAllocated: image.bitsAllocated,
    bitsStored: image.bitsStored,
    samplesPerPixel: image.samplesPerPixel,
    pixelRepresentation: image.pixelRepresentation,
    planarConfiguration: image.planarConfiguration,
    photometricInterpretation: image.photometricInterpretation,
    decodedBuffer: samples,
  });
  const encoded = NativeCodecs[encoder](context, parameters).getEncodedBuffer();
  if (!encoded) throw new Error('The encoder gave nothing');
  return Buffer.from(Uint8Array.from(encoded).buffer);
}
