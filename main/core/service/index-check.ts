import type { Notice } from '../../../preload/contract/station.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { RecoveryProgress, RecoveryReport } from '../ingest/recovery.ts';
import type { Logger } from '../shared/logger.ts';
import type { Archive } from './archive.ts';

const PROGRESS_STEP = 1_000;

/**
 * Before anything is received: every file in the archive gets its row in the index.
 *
 * @returns what a person should know of it; null when there was nothing to do
 */
export async function bringIndexUpToDate(
  ingest: Ingest,
  archive: Pick<Archive, 'needsRebuild' | 'wasDamaged'>,
  logger: Logger,
): Promise<Notice | null> {
  const beganAtMs = performance.now();
  const say = progressLogger(logger);
  const report = archive.needsRebuild ? await ingest.rebuild(say) : await ingest.recover(say);
  const seconds = Math.round((performance.now() - beganAtMs) / 1000);
  return toNotice(report, archive, seconds);
}

function progressLogger(logger: Logger): (progress: RecoveryProgress) => void {
  let nextCount = PROGRESS_STEP;
  return ({ doneCount, totalCount }) => {
    if (doneCount < nextCount) return;
    nextCount = doneCount + PROGRESS_STEP;
    logger.info(`The index is being made: ${doneCount} of ${totalCount} files.`);
  };
}

function toNotice(
  report: RecoveryReport,
  archive: Pick<Archive, 'needsRebuild' | 'wasDamaged'>,
  seconds: number,
): Notice | null {
  const unreadable =
    report.unreadableCount === 0
      ? ''
      : ` ${report.unreadableCount} files cannot be read as images; they stay where they are, and the log names them.`;
  const level = report.unreadableCount === 0 ? 'info' : 'check';
  const base = { key: 'index-check', level, atMs: Date.now() } as const;
  if (archive.needsRebuild) {
    return {
      ...base,
      title: archive.wasDamaged ? 'The index was damaged and is whole again.' : 'The index was made again.',
      detail: `No image is lost: ${report.indexedCount} of ${report.fileCount} files were indexed in ${seconds} s.${unreadable}`,
    };
  }
  if (report.indexedCount === 0 && report.unreadableCount === 0) return null;
  const images = report.indexedCount === 1 ? '1 image' : `${report.indexedCount} images`;
  return {
    ...base,
    title: `Bucky stopped in the middle of something; ${images} had not reached the list.`,
    detail: `They are in it now. Nothing that a device was told is stored is missing.${unreadable}`,
  };
}
