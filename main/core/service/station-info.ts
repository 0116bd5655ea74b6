import packageJson from '../../../package.json' with { type: 'json' };
import type { Notice, Reception, StationInfo } from '../../../preload/contract/station.ts';
import type { Config } from '../config/config.ts';
import type { Archive } from './archive.ts';
import { stationAddresses } from './station.ts';

export interface StationState {
  readonly archive: Archive;
  readonly config: Config;
  /** 0 while the listener is down. */
  readonly dicomPort: number;
  readonly listenProblem: string | null;
  readonly reception: Reception;
  readonly notices: readonly Notice[];
}

/** What the windows show of the station as a whole. */
export async function describeStation(state: StationState): Promise<StationInfo> {
  const { catalog, store } = state.archive;
  const [space, counts] = await Promise.all([store.space(), catalog.count()]);
  const { association, ingest } = state.config;
  return {
    version: packageJson.version,
    aeTitle: association.aeTitle,
    addresses: [...stationAddresses(association.host)],
    dicomPort: state.dicomPort === 0 ? association.port : state.dicomPort,
    listenProblem: state.listenProblem,
    ...space,
    quietTimeMs: ingest.quietTimeMs,
    counts: {
      studies: counts.studies,
      unfiled: counts.unfiled,
      conflicts: counts.conflicts,
      quarantined: store.quarantinedCount,
    },
    reception: state.reception,
    notices: [...state.notices],
  };
}
