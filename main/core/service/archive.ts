import { mkdir } from 'node:fs/promises';
import { Catalog } from '../catalog/catalog.ts';
import { CATALOG_FILE, dropCatalog } from '../catalog/catalog-index.ts';
import { lockDataFolder, type DataFolderLock } from '../catalog/data-folder-lock.ts';
import { CatalogFromFutureError } from '../catalog/migration.ts';
import { findNetworkFileSystem } from '../catalog/network-file-system.ts';
import { DamagedDatabaseError } from '../catalog/open-database.ts';
import type { CoreOptions } from '../config/options.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { InstanceStore } from '../store/instance-store.ts';

export interface ArchiveStart extends Pick<CoreOptions, 'dataDir' | 'config' | 'shouldRebuild'> {
  readonly logger: Logger;
}

/** Why the core cannot run, in plain words. */
export interface StartProblem {
  readonly message: string;
  readonly isWorthRetrying: boolean;
}

/** The data folder of this core: locked, its files and its index open. */
export interface Archive {
  readonly store: InstanceStore;
  readonly catalog: Catalog;
  /** The index has to be made again from the files: asked for, or it was damaged. */
  readonly needsRebuild: boolean;
  readonly wasDamaged: boolean;
  close(): Promise<void>;
}

export async function openArchive(start: ArchiveStart): Promise<Result<Archive, StartProblem>> {
  const { dataDir } = start;
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o750 });
    const network = await findNetworkFileSystem(dataDir);
    if (network !== null) {
      const message =
        `The data folder lies on a network drive (${network}). The index can be damaged there. ` +
        'Choose a folder on a disk of this PC.';
      return err({ message, isWorthRetrying: false });
    }
    const lock = lockDataFolder(dataDir);
    if (!lock.ok) return err({ message: lock.error.message, isWorthRetrying: false });
    return await openLocked(start, lock.value);
  } catch (error) {
    return err(explain(error));
  }
}

async function openLocked(start: ArchiveStart, lock: DataFolderLock): Promise<Result<Archive, StartProblem>> {
  try {
    const { dataDir, config, logger } = start;
    const store = await InstanceStore.open({ dataDir, reserveBytes: config.store.reserveBytes, logger });
    const { catalog, wasDamaged } = await openCatalog(start);
    return ok({
      store,
      catalog,
      wasDamaged,
      needsRebuild: start.shouldRebuild || wasDamaged,
      close: async () => {
        await catalog.close();
        lock.release();
      },
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A damaged index is thrown away: it is made again from the files. What people made is never thrown away. */
async function openCatalog(start: ArchiveStart): Promise<{ catalog: Catalog; wasDamaged: boolean }> {
  const { dataDir, logger } = start;
  const options = { dataDir, logger };
  try {
    return { catalog: await Catalog.open(options), wasDamaged: false };
  } catch (error) {
    if (!(error instanceof DamagedDatabaseError) || error.fileName !== CATALOG_FILE) throw error;
    logger.error('The index is damaged. No image is lost: the index is made again from the files.');
    dropCatalog(dataDir);
    return { catalog: await Catalog.open(options), wasDamaged: true };
  }
}

function explain(error: unknown): StartProblem {
  if (error instanceof CatalogFromFutureError) {
    const message = 'A newer release of Bucky wrote this data folder. Install that release, or a newer one.';
    return { message, isWorthRetrying: false };
  }
  if (error instanceof DamagedDatabaseError) {
    const message =
      `The records of this station (${error.fileName}) are damaged. Images and index are not affected. ` +
      'Put a copy of that file from a backup in its place, or move it away to begin new records.';
    return { message, isWorthRetrying: false };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { message: `The data folder cannot be used: ${detail}`, isWorthRetrying: true };
}
