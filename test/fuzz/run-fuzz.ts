import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { runCodestreamCampaign } from './codestream-campaign.ts';

/**
 * `npm run fuzz -- [--cases 100000] [--codestreams 10000] [--seed N] [--first N]`: what comes over the network, then
 * damaged images. Exit code 1 when anything was found; 0 cases leave a part out.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    codestreams: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    first: { type: 'string', default: '0' },
  },
});
const options = {
  seed: Number(values.seed),
  caseCount: Number(values.cases),
  firstCase: Number(values.first),
};
const problems = [...(await fuzzNetwork()), ...(await fuzzCodestreams())];
for (const problem of problems.slice(0, 50)) console.log(problem);
console.log(problems.length === 0 ? 'Nothing found.' : `${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function fuzzNetwork(): Promise<readonly string[]> {
  if (options.caseCount === 0) return [];
  const startedAtMs = performance.now();
  console.log(`${options.caseCount} cases with seed ${options.seed}, from case ${options.firstCase}.`);
  const report = await runCampaign({
    ...options,
    onProgress: (played) => {
      if (played % 5_000 === 0) console.log(`${played} played`);
    },
  });
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  console.log(
    `${report.played} played in ${seconds} s: ${report.answered} answered, ${report.ended} ended the association, ${report.grownBytes} bytes more held.`,
  );
  return report.problems;
}

async function fuzzCodestreams(): Promise<readonly string[]> {
  const caseCount = Number(values.codestreams);
  if (caseCount === 0) return [];
  const startedAtMs = performance.now();
  console.log(`${caseCount} damaged images with seed ${options.seed}.`);
  const report = await runCodestreamCampaign({
    seed: options.seed,
    caseCount,
    workerUrl: new URL('../../dist/core/thumbnail-worker.mjs', import.meta.url),
    onProgress: (played) => {
      if (played % 1_000 === 0) console.log(`${played} played`);
    },
  });
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  console.log(
    `${report.played} played in ${seconds} s: ${report.refused} refused, ${report.drawn} drawn, ${report.timedOut} stopped at the deadline, ${report.replacedWorkers} workers replaced, slowest answer ${Math.round(report.slowestMs)} ms.`,
  );
  return report.problems;
}
