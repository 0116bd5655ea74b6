import { createHash } from 'node:crypto';
import type { ScannedDataSet, ScanProblem } from './scanned-data-set.ts';
import { ElementWalker } from './scanner/element-walker.ts';
import { InflateStream, type InflateFault } from './scanner/inflate-stream.ts';
import { toReadableSyntax } from './transfer-syntax.ts';

export interface DataSetScannerOptions {
  /** Longer values are left out of the header. Offset tables and sequences are kept whatever their length. */
  readonly maxValueBytes?: number;
  /** Estimated memory for the header; when it is spent only short attributes of the top level are still kept. */
  readonly maxHeaderBytes?: number;
}

const DEFAULT_MAX_VALUE_BYTES = 0x10000;
const DEFAULT_MAX_HEADER_BYTES = 0x2000000;

/**
 * Reads a data set while it streams past: hashes it, keeps its header, and notes where its pixels are, without holding
 * the pixels. Never throws on bad input; what was wrong stands in `problem`, and what could be read is in the header.
 */
export class DataSetScanner {
  readonly #hash = createHash('sha256');
  readonly #walker: ElementWalker;
  readonly #inflate: InflateStream | null;
  #byteLength = 0;

  constructor(transferSyntaxUid: string, options: DataSetScannerOptions = {}) {
    const syntax = toReadableSyntax(transferSyntaxUid);
    this.#walker = new ElementWalker(
      { isImplicitVr: syntax.isImplicitVr, isBigEndian: syntax.isBigEndian },
      {
        maxValueBytes: options.maxValueBytes ?? DEFAULT_MAX_VALUE_BYTES,
        maxHeaderBytes: options.maxHeaderBytes ?? DEFAULT_MAX_HEADER_BYTES,
      },
    );
    this.#inflate = syntax.isDeflated ? new InflateStream((bytes) => this.#walker.push(bytes)) : null;
  }

  /** Takes the next bytes of the data set; does not keep them. */
  push(slice: Buffer): void {
    this.#byteLength += slice.length;
    this.#hash.update(slice);
    if (this.#inflate) this.#inflate.push(slice);
    else this.#walker.push(slice);
  }

  /** The data set is whole, or no more of it will come. Call once. */
  finish(): ScannedDataSet {
    this.#inflate?.finish();
    const walked = this.#walker.finish();
    const fault = this.#inflate?.fault ?? null;
    return {
      byteLength: this.#byteLength,
      dataSetSha256: this.#hash.digest('hex'),
      ...walked,
      problem: fault ? toProblem(fault, this.#byteLength) : walked.problem,
    };
  }
}

function toProblem(fault: InflateFault, atOffset: number): ScanProblem {
  switch (fault) {
    case 'not-deflated':
      return { kind: 'malformed', detail: 'It is not deflated as its transfer syntax says', atOffset };
    case 'ended-early':
      return { kind: 'ended-early', detail: 'The deflated data set ends too early', atOffset };
    case 'too-large':
      return { kind: 'malformed', detail: 'It inflates to more than 512 MiB', atOffset };
  }
}
