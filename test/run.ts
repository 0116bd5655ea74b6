import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { allPrograms, explainMissing } from './support/programs.ts';
import { privateNetwork } from './support/private-network.ts';
import { hasSharedData } from './support/shared-data.ts';

/**
 * `npm test`: everything that proves the project on this machine, one runner after the other. A failed runner does not
 * stop the others. The last line is the total over all of them.
 */
const ROOT = path.resolve(import.meta.dirname, '..');
const OUTPUT = path.join(ROOT, 'node_modules/.cache/test-results');

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const GATES = ['format', 'types', 'lint', 'layers', 'dead'] as const;
const PROJECTS = ['unit', 'component', 'integration', 'e2e-chromium', 'e2e-electron'] as const;

function run(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

/** A gate counts as one test. */
function runGate(script: string): Count {
  console.log(`\n== ${script}`);
  const isGood = run('npm', ['run', '--silent', script]);
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
}

/**
 * The tier that starts servers of others, which listen on every address: it runs where there is nothing but loopback. The
 * end-to-end tiers start only ours, and may have to fetch an Electron first.
 */
const TIER_WITH_PEERS = 'integration';

interface VitestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
  readonly success: boolean;
}

function runVitest(project: string): Count {
  console.log(`\n== ${project}`);
  const resultFile = path.join(OUTPUT, `${project}.json`);
  rmSync(resultFile, { force: true });
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const wrapper = project === TIER_WITH_PEERS ? privateNetwork() : [];
  const [program = process.execPath, ...wrapping] = wrapper;
  const isGood = run(program, [
    ...wrapping,
    ...(wrapper.length === 0 ? [] : [process.execPath]),
    vitest,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${resultFile}`,
  ]);
  if (!existsSync(resultFile)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(resultFile, 'utf8')) as VitestResult; // written by the line above
  const failed = result.numFailedTests;
  return {
    passed: result.numPassedTests,
    // A file that could not even be loaded has no tests to count: it is one failure.
    failed: isGood ? failed : Math.max(failed, 1),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

mkdirSync(OUTPUT, { recursive: true });
const total: Count = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
const add = (name: string, count: Count) => {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  lines.push(`${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped.`);
};
for (const script of GATES) add(script, runGate(script));
for (const project of PROJECTS) add(project, runVitest(project));

console.log('\n== summary');
console.log(lines.join('\n'));
const missing = explainMissing(allPrograms());
if (missing !== null) console.log(`Not everything could run here. ${missing}`);
if (!hasSharedData)
  console.log('The shared collection of real files is not beside this folder: tests used the fixtures only.');
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
