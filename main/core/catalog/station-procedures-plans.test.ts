import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStepOrder } from '../../../test/support/step-order.ts';
import { migrate } from './migration.ts';
import { stationMigrations } from './migrations/index.ts';
import { StationProcedures, type StepClue } from './station-procedures.ts';

/** Statements as SQLite saw them, values filled in. */
const seen: string[] = [];
let db: Database.Database;
let procedures: StationProcedures;

beforeAll(async () => {
  db = new Database(':memory:', { verbose: (sql) => seen.push(String(sql)) });
  migrate(db, stationMigrations);
  procedures = new StationProcedures(db);
  const orders = Array.from({ length: 500 }, (_, each) =>
    aStepOrder({ stepId: `S-${each}`, startDate: `2026-11-${String((each % 28) + 1).padStart(2, '0')}` }),
  );
  await procedures.addSteps(orders, { source: 'csv', atMs: 1 });
});
afterAll(() => db.close());

/** Steps of the plans of every SELECT that the work runs. */
async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  seen.length = 0;
  await work();
  const selects = seen.filter((sql) => sql.startsWith('SELECT'));
  expect(selects).not.toEqual([]);
  return selects.flatMap((sql) => {
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { readonly detail: string }[];
    return rows.map(({ detail }) => detail);
  });
}
const isWalk = (detail: string) => /^SCAN (?!json_each)/.test(detail) && !detail.includes('USING INDEX');

describe('questions about steps', () => {
  const listed = { isOpenOnly: false, text: '', limit: 1_000 };
  it.each([
    { query: { ...listed, fromDate: '2026-11-24', toDate: '2026-11-24' }, why: 'a day of the worklist' },
    { query: { ...listed, fromDate: null, toDate: null, isOpenOnly: true }, why: 'everything open' },
    { query: { ...listed, fromDate: '2026-11-24', toDate: null, isOpenOnly: true }, why: 'from a day on' },
  ])('walk an index in its order: $why', async ({ query }) => {
    const plans = await plansOf(() => procedures.listSteps(query));
    expect(plans.filter(isWalk)).toEqual([]);
    expect(plans.filter((detail) => detail.includes('TEMP B-TREE FOR ORDER BY'))).toEqual([]);
  });

  it.each<StepClue['by']>(['step-id', 'study', 'accession', 'placer', 'filler', 'patient'])(
    'have an index for each clue: %s',
    async (by) => {
      const plans = await plansOf(() => procedures.findStepsBy({ by, value: 'X' }));
      expect(plans.filter((detail) => detail.startsWith('SCAN'))).toEqual([]);
    },
  );

  it('about what came, what was reported and what is announced look rows up by key', async () => {
    const plans = await plansOf(async () => {
      await procedures.findStepStudies([1, 2]);
      await procedures.performed.findForSteps([1, 2]);
      await procedures.performed.findExpectedCounts(['1.2', '1.3']);
      await procedures.performed.findAnnouncement('1.2');
      await procedures.performed.find('9.1');
    });
    expect(plans.filter(isWalk)).toEqual([]);
  });
});
