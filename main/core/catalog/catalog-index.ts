import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { CatalogTables } from './database-types.ts';
import { catalogMigrations, stationMigrations } from './migrations/index.ts';
import { openDatabase } from './open-database.ts';
import { FindQueries } from './queries/find-queries.ts';
import { QualityCatalog } from './quality-catalog.ts';
import { StationRecords } from './station-records.ts';
import { IngestWriter } from './writer/ingest-writer.ts';

export const CATALOG_FILE = 'catalog.sqlite';
const STATION_FILE = 'station.sqlite';

export interface FolderOptions {
  readonly dataDir: string;
}

/** `catalog.sqlite`, open. */
export interface CatalogIndex {
  readonly db: Kysely<CatalogTables>;
  readonly writer: IngestWriter;
  readonly find: FindQueries;
  readonly quality: QualityCatalog;
  close(): void;
}

/** @throws CatalogFromFutureError, DamagedDatabaseError */
export function openStationRecords({ dataDir }: FolderOptions): StationRecords {
  const db = openDatabase(path.join(dataDir, STATION_FILE), stationMigrations, {
    synchronous: 'FULL',
  });
  return new StationRecords(db);
}

/**
 * A lost commit is no lost image: the files are durable before their rows, and start-up indexes files without a row.
 * So NORMAL is enough here, and no commit waits for the disk (docs/decisions/0002).
 *
 * @throws CatalogFromFutureError, DamagedDatabaseError
 */
export function openCatalogIndex(options: FolderOptions, station: StationRecords): CatalogIndex {
  const db = openDatabase(path.join(options.dataDir, CATALOG_FILE), catalogMigrations, {
    synchronous: 'NORMAL',
  });
  followPersonStatuses(db, path.join(options.dataDir, STATION_FILE));
  return {
    db: new Kysely<CatalogTables>({ dialect: new SqliteDialect({ database: db }) }),
    writer: new IngestWriter(db, (studyInstanceUid) => station.findPersonStatus(studyInstanceUid)),
    find: new FindQueries(db),
    quality: new QualityCatalog(db),
    // Kysely closes only what it has used before, so it is done by hand.
    close: () => {
      db.close();
    },
  };
}

/**
 * Removes `catalog.sqlite` and what belongs to it. Start-up then makes it again from the files. To be called before the
 * catalog is opened.
 */
export function dropCatalog(dataDir: string): void {
  for (const ending of ['', '-wal', '-shm']) {
    rmSync(path.join(dataDir, CATALOG_FILE + ending), { force: true });
  }
}

/**
 * A power loss between the two files can leave the catalog a step behind. What a person said is in the station's
 * records, so those win.
 */
function followPersonStatuses(db: Database, stationPath: string): void {
  db.prepare('ATTACH ? AS station').run(stationPath);
  try {
    db.exec(`
      UPDATE studies SET status = kept.status FROM station.study_statuses AS kept
        WHERE kept.study_instance_uid = studies.study_instance_uid AND kept.status <> studies.status;
      UPDATE studies SET status = 'complete' WHERE status_rank >= 4
        AND study_instance_uid NOT IN (SELECT study_instance_uid FROM station.study_statuses);
    `);
  } finally {
    db.exec('DETACH station');
  }
}
