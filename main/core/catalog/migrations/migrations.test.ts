import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CatalogFromFutureError, migrate } from '../migration.ts';
import { catalogMigrations, stationMigrations } from './index.ts';

describe.each([
  { file: 'catalog.sqlite', migrations: catalogMigrations },
  { file: 'station.sqlite', migrations: stationMigrations },
])('migrations of $file', ({ migrations }) => {
  let db: Database.Database;
  beforeEach(() => {
    db = new Database(':memory:');
  });
  afterEach(() => db.close());

  it('rise, so that none is passed over', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('bring an empty file to the newest version and leave it alone the second time', () => {
    migrate(db, migrations);
    const schema = db.prepare('SELECT sql FROM sqlite_schema').all();
    migrate(db, migrations);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
    expect(db.prepare('SELECT sql FROM sqlite_schema').all()).toEqual(schema);
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });

  it('make the same file one by one as all at once', () => {
    const inOneGo = new Database(':memory:');
    migrate(inOneGo, migrations);
    for (let count = 1; count <= migrations.length; count += 1) migrate(db, migrations.slice(0, count));
    const schema = 'SELECT sql FROM sqlite_schema ORDER BY type, name';
    expect(db.prepare(schema).all()).toEqual(inOneGo.prepare(schema).all());
    inOneGo.close();
  });

  it('make strict tables only', () => {
    migrate(db, migrations);
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });

  it('refuse a file that a newer release wrote', () => {
    db.pragma('user_version = 999');
    expect(() => migrate(db, migrations)).toThrow(CatalogFromFutureError);
  });

  it('leave the last complete version when one fails', () => {
    const broken = {
      version: 9_000,
      name: 'broken',
      up: (target: Database.Database) => {
        target.exec('CREATE TABLE half (x INTEGER) STRICT');
        throw new Error('power loss');
      },
    };
    expect(() => migrate(db, [...migrations, broken])).toThrow('power loss');
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
  });
});

describe('migration 10 of catalog.sqlite', () => {
  it('refuses an instance in a series that does not exist', () => {
    const db = new Database(':memory:');
    db.pragma('foreign_keys = ON');
    migrate(db, catalogMigrations);
    const insert =
      db.prepare(`INSERT INTO series (study_key, series_instance_uid, modality, series_description,
      body_part_examined, laterality, protocol_name, station_name, instance_count)
      VALUES (77, '1.2', '', '', '', '', '', '', 0)`);
    expect(() => insert.run()).toThrow(/FOREIGN KEY/);
    db.close();
  });
});

describe('migration 20 of catalog.sqlite', () => {
  it('keeps the studies that came before it, with nothing in the new columns', () => {
    const db = new Database(':memory:');
    migrate(
      db,
      catalogMigrations.filter(({ version }) => version < 20),
    );
    db.exec(`INSERT INTO patients VALUES (1, 'P1', '', '', 'Doe^Jane', '', '', NULL, 'F');
      INSERT INTO studies (study_key, study_instance_uid, patient_key, patient_age, study_description, study_id,
        accession_number, referring_physician_name, modalities, series_count, instance_count, size_bytes, conflict_count,
        status, priority, first_received_at_ms, last_received_at_ms, source_ae_title, station_name, sort_patient,
        sort_patient_id, sort_description, sort_day)
      VALUES (1, '1.2.3', 1, '', '', '', 'A1', 'Who^Doctor', '[]', 0, 0, 0, 0, 'complete', 'routine', 1, 1, '', '', '',
        '', '', '2026-01-01')`);
    migrate(db, catalogMigrations);
    expect(db.prepare('SELECT * FROM studies').all()).toMatchObject([
      { accession_number: 'A1', study_time_fraction: '', referring_physician_groups: '' },
    ]);
    db.close();
  });
});

describe('migration 70 of station.sqlite', () => {
  it('keeps the callers that were held before it, with nothing counted', () => {
    const db = new Database(':memory:');
    migrate(
      db,
      stationMigrations.filter(({ version }) => version < 70),
    );
    db.exec(
      `INSERT INTO held_callers VALUES (7, 'CT', '10.0.0.5', 'BUCKY', '', '["store"]', '[]', 3, 1, 2, 0)`,
    );
    migrate(db, stationMigrations);
    expect(db.prepare('SELECT * FROM held_callers').all()).toMatchObject([
      { caller_key: 7, ae_title: 'CT', call_count: 3, stored_count: 0 },
    ]);
    db.close();
  });
});
