import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { askPython } from './python-reference.ts';
import { FIXTURE_STEP, fixtureFrames } from './real-frames.ts';

/** Writes what parity.test.ts expects where there is no Python: `node test/integration/inference/write-expectations.ts`. */
const target = path.resolve(import.meta.dirname, '../../fixtures/quality/parity.json');
mkdirSync(path.dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(askPython(await fixtureFrames(), FIXTURE_STEP))}\n`);
