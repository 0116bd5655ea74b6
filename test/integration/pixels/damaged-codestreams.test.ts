import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { runCodestreamCampaign } from '../../fuzz/codestream-campaign.ts';

const WORKER = path.resolve(import.meta.dirname, '../../../dist/core/thumbnail-worker.mjs');

/** `npm run fuzz` plays 10,000. */
it('answers 200 damaged images, refuses those that were cut off, and decodes whole ones as before', async () => {
  const report = await runCodestreamCampaign({
    seed: 4,
    caseCount: 200,
    workerUrl: pathToFileURL(WORKER),
  });
  expect(report.problems).toEqual([]);
  expect(report.refused + report.drawn + report.timedOut).toBe(200);
  expect(report.refused).toBeGreaterThan(100);
});
