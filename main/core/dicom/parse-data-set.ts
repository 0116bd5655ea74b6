import { ok, err, type Result } from '../shared/result.ts';
import type { DataSet } from './data-set.ts';
import type { ScanProblem } from './scanned-data-set.ts';
import { ElementWalker } from './scanner/element-walker.ts';
import { InflateStream } from './scanner/inflate-stream.ts';
import { toReadableSyntax } from './transfer-syntax.ts';

/** Estimated memory for one data set: above what an identifier of 10 MB with one long list needs. */
const MAX_MEMORY_BYTES = 0x4000000;

/**
 * Reads a whole data set that is in memory: an identifier, the content of an N-CREATE. Tolerant of what can still be read
 * for sure (needless delimiters, a misspelt VR, the other transfer syntax than was announced); an error is what leaves
 * part of it unread. The values are copies. Pixel data has no value.
 */
export function parseDataSet(bytes: Buffer, transferSyntaxUid: string): Result<DataSet, ScanProblem> {
  const { isImplicitVr, isBigEndian, isDeflated } = toReadableSyntax(transferSyntaxUid);
  const walker = new ElementWalker(
    { isImplicitVr, isBigEndian },
    { maxValueBytes: MAX_MEMORY_BYTES, maxHeaderBytes: MAX_MEMORY_BYTES },
  );
  if (isDeflated) {
    const inflate = new InflateStream((inflated) => {
      walker.push(inflated);
    });
    inflate.push(bytes);
    inflate.finish();
    if (inflate.fault !== null) {
      return err({ kind: 'malformed', detail: 'It cannot be inflated', atOffset: 0 });
    }
  } else walker.push(bytes);
  const { header, problem } = walker.finish();
  if (problem !== null && !isReadable(problem, header)) return err(problem);
  return ok(header);
}

function isReadable(problem: ScanProblem, header: DataSet): boolean {
  return problem.kind === 'malformed' && header.elements.size > 0;
}
