import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';

/** `npm run fuzz -- [--cases 100000] [--seed N] [--first N]`: exit code 1 when anything was found. */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    first: { type: 'string', default: '0' },
  },
});
const options = {
  seed: Number(values.seed),
  caseCount: Number(values.cases),
  firstCase: Number(values.first),
};
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
for (const problem of report.problems.slice(0, 50)) console.log(problem);
console.log(report.problems.length === 0 ? 'Nothing found.' : `${report.problems.length} problems.`);
process.exitCode = report.problems.length === 0 ? 0 : 1;
