import { createRequire } from 'node:module';

type CodecModule = typeof import('dcmjs-codecs');

/** The decoders of `dcmjs-codecs` by their method names. */
export type CodecName =
  'decodeJpeg' | 'decodeJpegLs' | 'decodeJpeg2000' | 'decodeHtJpeg2000' | 'decodeJpegXl';

export interface CodecInput {
  readonly columns: number;
  readonly rows: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly pixelRepresentation: 0 | 1;
}

/** Above this the codecs' memory, which never shrinks, is given back after the frame. */
const RELEASE_ABOVE_BYTES = 0x2000000;

/**
 * The WebAssembly codecs of one worker. After a throw their memory may be damaged for every later call, so the worker
 * must be discarded then.
 */
export class NativeCodecs {
  #module: CodecModule | null = null;

  /**
   * @returns samples as coded, without any colour conversion, little endian
   * @throws when the codec refuses the stream or traps
   */
  async decode(codec: CodecName, encoded: Uint8Array, input: CodecInput): Promise<Uint8Array> {
    const { Context, NativeCodecs: codecs } = await this.load();
    const context = new Context({
      width: input.columns,
      height: input.rows,
      samplesPerPixel: input.samplesPerPixel,
      bitsAllocated: input.bitsAllocated,
      bitsStored: input.bitsStored,
      pixelRepresentation: input.pixelRepresentation,
      planarConfiguration: 0,
      photometricInterpretation: input.samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2',
      encodedBuffer: encoded,
    });
    const decoded = codecs[codec](context, { convertColorspaceToRgb: false }).getDecodedBuffer();
    if (!decoded) throw new Error('The codec gave no samples');
    if (decoded.length > RELEASE_ABOVE_BYTES) codecs.release();
    return decoded;
  }

  /**
   * Makes the codecs ready, about 0.1 s of work, so that it does not count against the deadline of a frame.
   *
   * @throws when the module or its WebAssembly file cannot be read
   */
  async load(): Promise<CodecModule> {
    if (!this.#module) {
      // A CommonJS bundle whose names an import does not see.
      const require = createRequire(import.meta.url);
      this.#module = require('dcmjs-codecs') as CodecModule;
      // It writes what the codecs say to the console, which is not ours to write to.
      this.#module.log.setLevel('silent');
    }
    if (!this.#module.NativeCodecs.isInitialized()) await this.#module.NativeCodecs.initializeAsync();
    return this.#module;
  }
}
