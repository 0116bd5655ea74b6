import { spawnSync } from 'node:child_process';
import { privateNetwork } from '../support/private-network.ts';
import { runQueryBench } from './query/query-bench.ts';
import { runRetrieveBench } from './retrieve/retrieve-bench.ts';
import { runStoreBench } from './store/store-bench.ts';
import { runViewerBench } from './viewer/viewer-bench.ts';

/** `npm run bench [-- name]`: performance tables, with rivals in the same run. Without a name, all of them. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  store: runStoreBench,
  query: runQueryBench,
  retrieve: runRetrieveBench,
  viewer: runViewerBench,
};

const wrapper = privateNetwork();
if (wrapper.length > 0) {
  const [program = '', ...args] = [...wrapper, process.execPath, ...process.argv.slice(1)];
  process.exitCode = spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;
} else {
  const name = process.argv[2];
  if (name !== undefined && !Object.hasOwn(BENCHES, name)) {
    console.error(`There is no bench ${name}. There are: ${Object.keys(BENCHES).join(', ')}`);
    process.exitCode = 1;
  } else {
    for (const [benchName, bench] of Object.entries(BENCHES)) {
      if (name === undefined || name === benchName) await bench();
    }
  }
}
