import { unpackMetadata } from '../../catalog/packed-metadata.ts';
import type { AnatomyCheck } from '../../catalog/quality-record.ts';
import type { DicomJson } from '../../dicom/dicom-json.ts';
import { decodeFrameTable } from '../../dicom/frame-table-codec.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import type { Judgement, QualityModel } from '../models/quality-model.ts';
import type { NativeCodecs } from '../../pixels/decode/native-codecs.ts';
import { StoredImage } from '../../pixels/stored-image.ts';
import { measureDetector } from '../metrics/detector-metrics.ts';
import { compareRegion, expectedRegions } from '../rules/body-region.ts';
import { checkHeader } from '../rules/header-sanity.ts';
import { ImageHeader } from './image-facts.ts';
import { toHistogram, toPerceptualHash } from './picture-evidence.ts';
import type { FrameReading, InstanceReading, JudgeRequest } from './protocol.ts';
import { unreadableFrame } from './unreadable-frame.ts';

/** Metrics and models of one worker, as `inference` has them. */
export type FrameJudge = Pick<QualityModel, 'measure' | 'judge' | 'explain'>;

export interface ReadOutcome {
  readonly reading: InstanceReading;
  readonly isCodecSuspect: boolean;
}

/** Everything that a worker finds out about one stored instance. Never throws on bad input. */
export async function readInstance(
  request: JudgeRequest,
  codecs: NativeCodecs,
  judge: FrameJudge | null,
): Promise<ReadOutcome> {
  const clock = new StageClock();
  const metadata = await parseMetadata(request.packedMetadata);
  const header = new ImageHeader(metadata, request.sourceAeTitle);
  const facts = header.toFacts();
  const headerFindings = checkHeader(header.toSanityFacts(), new Date());
  const failed = (decodeProblem: string): ReadOutcome => ({
    reading: {
      facts,
      pixelDataSha256: null,
      frames: [unreadableFrame(1, decodeProblem, headerFindings)],
      stages: clock.stages,
    },
    isCodecSuspect: false,
  });
  const table = request.frameTable && decodeFrameTable(Buffer.from(request.frameTable));
  if (table === null) return failed('Its frames cannot be told apart.');
  const { transferSyntaxUid, dataSetOffset } = request;
  const opened = await StoredImage.open(request.filePath, {
    transferSyntaxUid,
    dataSetOffset,
    table,
    metadata,
  });
  if (!opened.ok) return failed(opened.error.detail);
  await using image = opened.value;
  const frames: FrameReading[] = [];
  let isCodecSuspect = false;
  for (const frameNumber of framesToJudge(image.frameCount)) {
    const decoded = await clock.time('decode', () => image.decode(frameNumber - 1, codecs));
    if (decoded.ok) {
      const seen = await seeFrame(decoded.value, request.modality, judge, clock);
      const detector = measureDetector(decoded.value, request.modality);
      frames.push({
        ...seen,
        metrics: [...seen.metrics, ...detector.metrics],
        frameNumber,
        anatomy: seen.judgement && checkRegion(seen.judgement, header, request.modality),
        decodeProblem: null,
        ruleFindings: [...headerFindings, ...detector.findings],
      });
    } else {
      frames.push(unreadableFrame(frameNumber, decoded.error.detail, headerFindings));
      isCodecSuspect = decoded.error.isCodecSuspect;
      if (isCodecSuspect) break;
    }
  }
  const hash = await clock.time('read', () => image.pixelDataSha256());
  return {
    reading: { facts, pixelDataSha256: hash.ok ? hash.value : null, frames, stages: clock.stages },
    isCodecSuspect,
  };
}

async function seeFrame(
  frame: DecodedFrame,
  modality: string,
  judge: FrameJudge | null,
  clock: StageClock,
): Promise<Pick<FrameReading, 'judgement' | 'metrics' | 'histogram' | 'perceptualHash'>> {
  const evidence = { histogram: toHistogram(frame), perceptualHash: toPerceptualHash(frame) };
  if (judge === null) return { ...evidence, judgement: null, metrics: [] };
  const metrics = await clock.time('measure', () => Promise.resolve(judge.measure(frame, modality)));
  const judgement = await clock.time('judge', () => judge.judge(frame, metrics, modality));
  return { ...evidence, judgement, metrics: judge.explain(metrics, modality) };
}

function checkRegion({ anatomy }: Judgement, header: ImageHeader, modality: string): AnatomyCheck {
  return compareRegion(
    expectedRegions(header.toRegionSources()),
    anatomy.label,
    anatomy.confidence,
    modality,
  );
}

/** The first, the middle and the last: what moves or fades in a run shows between them, at the cost of three. */
export function framesToJudge(frameCount: number): number[] {
  return [...new Set([1, Math.ceil(frameCount / 2), frameCount])].filter((number) => number >= 1);
}

async function parseMetadata(packed: Uint8Array): Promise<DicomJson> {
  const json = await unpackMetadata(Buffer.from(packed));
  return JSON.parse(json.toString('utf8')) as DicomJson; // the catalog holds what dicom/dicom-json.ts made
}

class StageClock {
  readonly stages = { read: 0, decode: 0, measure: 0, judge: 0 };

  async time<T>(stage: keyof StageClock['stages'], work: () => Promise<T>): Promise<T> {
    const beganAtMs = performance.now();
    const result = await work();
    this.stages[stage] += performance.now() - beganAtMs;
    return result;
  }
}
