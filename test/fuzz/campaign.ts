import { setTimeout as wait } from 'node:timers/promises';
import { countDescriptors, countHeldBytes } from '../integration/association/process-state.ts';
import { FuzzPeer } from './fuzz-peer.ts';
import { openFuzzStation, type FuzzStation } from './fuzz-station.ts';
import { Random } from './random.ts';
import { randomCase } from './random-case.ts';

export interface CampaignOptions {
  readonly seed: number;
  readonly caseCount: number;
  /** First case; with a count of 1 a single case is played again. */
  readonly firstCase?: number;
  readonly onProgress?: (played: number) => void;
}

export interface CampaignReport {
  readonly played: number;
  /** Cases after which the association went on. */
  readonly answered: number;
  /** Cases after which it was over: by an A-ABORT, a release, or because we closed. */
  readonly ended: number;
  /** Bytes that the process holds more at the end than after the first third. */
  readonly grownBytes: number;
  /** Each with the seed and the number that bring it again. */
  readonly problems: readonly string[];
}

/** Peers at one time: enough to find what one does to another. */
const PEERS = 4;
/** Far more than any case takes. */
const DEADLINE_MS = 20_000;
const MAX_GROWN_BYTES = 64 * 1024 * 1024;
/** A number that is odd and large, so that neighbouring cases have little in common. */
const CASE_STRIDE = 0x9e37_79b1;

/** Plays cases against a live station and looks for crashes, hangs, faults of ours and leaks. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { seed, caseCount, firstCase = 0, onProgress } = options;
  const problems: string[] = [];
  const count = { answered: 0, ended: 0, hung: 0 };
  const onCrash = (error: unknown) =>
    problems.push(`uncaught: ${error instanceof Error ? error.stack : String(error)}`);
  process.on('uncaughtException', onCrash).on('unhandledRejection', onCrash);
  const descriptorsBefore = countDescriptors();
  const station = await openFuzzStation();
  let next = firstCase;
  let heldEarly = 0;
  const playAll = async () => {
    const peer = new FuzzPeer(station.port, DEADLINE_MS);
    while (next < firstCase + caseCount) {
      const number = next;
      next += 1;
      if (number === firstCase + Math.floor(caseCount / 3)) heldEarly = countHeldBytes();
      const played = randomCase(new Random(seed + Math.imul(number, CASE_STRIDE)));
      const outcome = await peer.play(played);
      count[outcome] += 1;
      if (outcome === 'hung') problems.push(`hung: ${played.kind}, seed ${seed}, case ${number}`);
      for (const fault of takeNew(station, problems))
        problems.push(`${fault} (near seed ${seed}, case ${number})`);
      onProgress?.(number - firstCase + 1);
    }
    peer.close();
  };
  await Promise.all(Array.from({ length: Math.min(PEERS, caseCount) }, playAll));
  const grownBytes = countHeldBytes() - heldEarly;
  if (grownBytes > MAX_GROWN_BYTES) problems.push(`memory grew by ${grownBytes} bytes`);
  await station[Symbol.asyncDispose]();
  const left = station.listener.stats();
  if (left.openAssociations + left.otherConnections > 0)
    problems.push(`connections left: ${JSON.stringify(left)}`);
  // The system takes a moment to close what was let go last.
  for (let look = 0; look < 100 && countDescriptors() > descriptorsBefore; look += 1) await wait(20);
  const descriptors = countDescriptors() - descriptorsBefore;
  if (descriptors > 0) problems.push(`${descriptors} descriptors left open`);
  process.off('uncaughtException', onCrash).off('unhandledRejection', onCrash);
  return { played: caseCount, answered: count.answered, ended: count.ended, grownBytes, problems };
}

/** Faults that were logged since the last look. */
function takeNew(station: FuzzStation, problems: readonly string[]): readonly string[] {
  const known = problems.filter((problem) => problem.includes('(near seed')).length;
  return station.errors.slice(known);
}
