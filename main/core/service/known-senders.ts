import type { Sender } from '../../../preload/contract/station.ts';
import type { Catalog } from '../catalog/catalog.ts';

/** Studies to look through: enough for the devices of a clinic over some weeks. */
const STUDIES_TO_LOOK_AT = 500;

/** Devices that sent the newest studies, for the list of devices after a restart. Their addresses are not kept. */
export async function findKnownSenders(
  catalog: Pick<Catalog, 'listWorklist'>,
): Promise<readonly Omit<Sender, 'isSending'>[]> {
  const { studies } = await catalog.listWorklist({
    text: '',
    album: 'all',
    sort: { column: 'arrived', direction: 'descending' },
    sinceMs: 0,
    limit: STUDIES_TO_LOOK_AT,
  });
  const newest = new Map<string, number>();
  for (const { sourceAeTitle, lastReceivedAtMs } of studies) {
    newest.set(sourceAeTitle, Math.max(lastReceivedAtMs, newest.get(sourceAeTitle) ?? 0));
  }
  return [...newest].map(([aeTitle, lastImageAtMs]) => ({ aeTitle, address: '', lastImageAtMs }));
}
