import type { Migration } from '../migration.ts';
import { catalogMigration0010 } from './catalog/0010-first-tables.ts';
import { catalogMigration0020 } from './catalog/0020-query.ts';
import { catalogMigration0030 } from './catalog/0030-quality.ts';
import { stationMigration0010 } from './station/0010-first-tables.ts';
import { stationMigration0030 } from './station/0030-procedure-steps.ts';
import { stationMigration0040 } from './station/0040-devices.ts';
import { stationMigration0050 } from './station/0050-commitment.ts';
import { stationMigration0060 } from './station/0060-remote-jobs.ts';
import { stationMigration0070 } from './station/0070-caller-activity.ts';
import { stationMigration0080 } from './station/0080-certificates.ts';
import { stationMigration0100 } from './station/0100-quality-reviews.ts';
import { stationMigration0110 } from './station/0110-job-commitments.ts';

/** Of `catalog.sqlite`, rising. A released one is never edited. */
export const catalogMigrations: readonly Migration[] = [
  catalogMigration0010,
  catalogMigration0020,
  catalogMigration0030,
];

/** Of `station.sqlite`, rising. */
export const stationMigrations: readonly Migration[] = [
  stationMigration0010,
  stationMigration0030,
  stationMigration0040,
  stationMigration0050,
  stationMigration0060,
  stationMigration0070,
  stationMigration0080,
  stationMigration0100,
  stationMigration0110,
];
