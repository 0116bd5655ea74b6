import { expect, it } from 'vitest';
import { runCampaign } from '../../fuzz/campaign.ts';

/** `npm run fuzz` plays a hundred thousand; these are always the same. */
it('the station bears 1,500 random messages without crash, hang, fault or leak', async () => {
  const report = await runCampaign({ seed: 20_260_101, caseCount: 1_500 });
  expect(report.problems).toEqual([]);
  expect(report.answered).toBeGreaterThan(300);
  expect(report.ended).toBeGreaterThan(300);
});
