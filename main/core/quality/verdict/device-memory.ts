import type { Catalog } from '../../catalog/catalog.ts';
import type { ImageFacts } from '../../catalog/quality-record.ts';
import type { DeviceThresholds } from './to-assessment.ts';

/** Exposure Indexes that are remembered for each device and protocol. */
const HISTORY_COUNT = 50;
/** Images that the memory is filled from after a start. */
const IMAGES_AT_START = 1_000;

/** What each device usually does: its own thresholds, and the exposures that it gave lately. */
export class DeviceMemory {
  readonly #catalog: Catalog;
  readonly #thresholds = new Map<string, DeviceThresholds>();
  #exposures: Map<string, number[]> | null = null;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  async thresholdsOf({ device, modality }: ImageFacts): Promise<DeviceThresholds> {
    const key = JSON.stringify([device, modality]);
    const known = this.#thresholds.get(key);
    if (known) return known;
    const rows = await this.#catalog.station.quality.listThresholds(device, modality);
    const thresholds = Object.fromEntries(
      rows.map(({ artifactType, threshold }) => [artifactType, threshold]),
    );
    this.#thresholds.set(key, thresholds);
    return thresholds;
  }

  /** Exposure Indexes of earlier images of the same device and protocol; this one is remembered for the next. */
  async rememberExposure(facts: ImageFacts): Promise<readonly number[]> {
    if (facts.exposureIndex === null) return [];
    this.#exposures ??= await this.#loadExposures();
    const key = keyOf(facts);
    const earlier = this.#exposures.get(key) ?? [];
    this.#exposures.set(key, [...earlier, facts.exposureIndex].slice(-HISTORY_COUNT));
    return earlier;
  }

  async #loadExposures(): Promise<Map<string, number[]>> {
    const exposures = new Map<string, number[]>();
    const images = await this.#catalog.quality.reports.listJudgedBetween(
      0,
      Number.MAX_SAFE_INTEGER,
      IMAGES_AT_START,
    );
    for (const { facts } of images.reverse()) {
      if (facts.exposureIndex === null) continue;
      const key = keyOf(facts);
      exposures.set(key, [...(exposures.get(key) ?? []), facts.exposureIndex].slice(-HISTORY_COUNT));
    }
    return exposures;
  }
}

function keyOf({ device, modality, protocolName, bodyPart, projection }: ImageFacts): string {
  return JSON.stringify([device, modality, protocolName || bodyPart, projection]);
}
