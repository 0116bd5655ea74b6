import type { Finding } from '../../catalog/quality-record.ts';
import type { FrameReading } from './protocol.ts';

/** What is left of a frame that cannot be decoded. @param decodeProblem why, in plain words */
export function unreadableFrame(
  frameNumber: number,
  decodeProblem: string,
  ruleFindings: readonly Finding[] = [],
): FrameReading {
  return {
    frameNumber,
    judgement: null,
    anatomy: null,
    metrics: [],
    histogram: [],
    perceptualHash: null,
    decodeProblem,
    ruleFindings,
  };
}
