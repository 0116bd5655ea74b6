import { parseArgs } from 'node:util';
import { buildStale } from './build-stale.ts';
import { bundles, type BundleName } from './bundles.ts';
import { say } from './say.ts';

/** `npm run build`, and the last step of `npm ci`: builds what is stale (`--force`: everything) into `dist/`. */
const { values } = parseArgs({
  options: {
    force: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    /** Names of bundles with commas between; all without it. */
    only: { type: 'string' },
  },
});

const names = bundles.map((bundle) => bundle.name);
const asked = values.only?.split(',') ?? names;
const unknown = asked.filter((name) => !names.includes(name as BundleName));
if (unknown.length > 0) {
  say(`There is no bundle ${unknown.join(', ')}; there are ${names.join(', ')}.`);
  process.exit(2);
}

const failed = await buildStale({
  bundles,
  only: names.filter((name) => asked.includes(name)),
  isForced: values.force,
  say: values.quiet ? () => undefined : say,
  complain: say,
});
process.exitCode = failed.length === 0 ? 0 : 1;
