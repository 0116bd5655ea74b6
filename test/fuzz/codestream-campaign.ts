import { decode } from 'fast-png';
import { silentLogger } from '../../main/core/shared/logger.ts';
import { ThumbnailMaker } from '../../main/core/thumbnails/thumbnail-maker.ts';
import { makeCodestreams, type Codestream } from './codestream-corpus.ts';
import { Random } from './random.ts';

export interface CodestreamCampaign {
  readonly seed: number;
  readonly caseCount: number;
  /** The worker of the product, from source or bundled. */
  readonly workerUrl: URL;
  readonly onProgress?: (played: number) => void;
}

export interface CodestreamReport {
  readonly played: number;
  /** Damage that showed in the header, the length or while decoding. */
  readonly refused: number;
  /** Damage that no decoder can see: flipped bits that are still a valid stream of another picture. */
  readonly drawn: number;
  readonly timedOut: number;
  readonly replacedWorkers: number;
  readonly slowestMs: number;
  readonly problems: readonly string[];
}

const BATCH_CASES = 50;
/** The deadline of a frame, the start of a worker, and a machine that has other things to do. */
const STALL_MS = 30_000;

/**
 * Damaged streams through the worker that makes small pictures: each gets an answer, one that was cut off is refused, and
 * after each batch every codec still gives the bytes that it gave before.
 */
export async function runCodestreamCampaign(campaign: CodestreamCampaign): Promise<CodestreamReport> {
  const corpus = await makeCodestreams();
  let replacedWorkers = 0;
  const logger = { ...silentLogger, warn: () => replacedWorkers++ };
  const maker = new ThumbnailMaker({ workerUrl: campaign.workerUrl, logger });
  const problems: string[] = [];
  const counts = { refused: 0, drawn: 0, timedOut: 0 };
  let slowestMs = 0;
  try {
    const known = await Promise.all(corpus.map((stream) => draw(maker, stream, stream.frame)));
    problems.push(...compareKnown(corpus, known, known));
    for (let number = 0; number < campaign.caseCount; number += 1) {
      const random = new Random(campaign.seed * 1_000_003 + number);
      const stream = random.pick(corpus);
      const damaged = damage(random, stream.frame);
      const startedAtMs = performance.now();
      const picture = await draw(maker, stream, damaged.frame);
      const tookMs = performance.now() - startedAtMs;
      slowestMs = Math.max(slowestMs, tookMs);
      const label = `case ${number}, ${stream.name}`;
      if (tookMs > STALL_MS) problems.push(`${label}: no answer for ${Math.round(tookMs)} ms`);
      if (picture === 'timed-out') counts.timedOut += 1;
      else if (picture === null) counts.refused += 1;
      else {
        counts.drawn += 1;
        if (damaged.isCutOff && stream.knowsItsEnd) problems.push(`${label}: drawn although it was cut off`);
      }
      if ((number + 1) % BATCH_CASES !== 0) continue;
      const again = await Promise.all(corpus.map((whole) => draw(maker, whole, whole.frame)));
      problems.push(...compareKnown(corpus, known, again).map((text) => `after ${label}: ${text}`));
      campaign.onProgress?.(number + 1);
    }
  } finally {
    await maker.close();
  }
  return { played: campaign.caseCount, ...counts, replacedWorkers, slowestMs, problems };
}

/** @returns null when it was refused */
async function draw(
  maker: ThumbnailMaker,
  { transferSyntaxUid, image }: Codestream,
  frame: Buffer,
): Promise<Uint8Array | 'timed-out' | null> {
  const made = await maker.make({ frame: Buffer.from(frame), transferSyntaxUid, image });
  if (!made.ok) return made.error.kind === 'timed-out' ? 'timed-out' : null;
  return Uint8Array.from(decode(made.value).data);
}

type Drawn = Awaited<ReturnType<typeof draw>>;

function compareKnown(
  corpus: readonly Codestream[],
  known: readonly Drawn[],
  again: readonly Drawn[],
): readonly string[] {
  return corpus
    .filter(({ gray }, index) => {
      const expected = gray ?? known[index];
      const drawn = again[index];
      return !(expected instanceof Uint8Array && drawn instanceof Uint8Array) || !isSame(expected, drawn);
    })
    .map(({ name }) => `${name}: the undamaged stream gives something else`);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** A third cut off, a third with single bits flipped, a third with bytes changed, dropped, doubled or added. */
function damage(random: Random, whole: Buffer): { readonly frame: Buffer; readonly isCutOff: boolean } {
  const kind = random.below(3);
  if (kind === 0) {
    // The last four bytes may be padding and the end marker's second half.
    return { frame: whole.subarray(0, 1 + random.below(whole.length - 4)), isCutOff: true };
  }
  if (kind === 1) {
    const frame = Buffer.from(whole);
    for (let count = 1 + random.below(8); count > 0; count -= 1) {
      const at = random.below(frame.length);
      frame[at] = (frame[at] ?? 0) ^ (1 << random.below(8));
    }
    return { frame, isCutOff: false };
  }
  const frame = random.mutate(whole);
  return { frame: frame.length > 0 ? frame : Buffer.of(0), isCutOff: false };
}
