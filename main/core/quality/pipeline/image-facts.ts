import type { ImageFacts } from '../../catalog/quality-record.ts';
import { DicomJsonItem } from '../../pixels/describe/dicom-json.ts';
import type { RegionSources } from '../rules/body-region.ts';
import type { SanityFacts } from '../rules/header-sanity.ts';

/** Reads out of the metadata of an instance what rules, ledger and trends need. */
export class ImageHeader {
  readonly #item: DicomJsonItem;
  readonly #sourceAeTitle: string;

  constructor(metadata: unknown, sourceAeTitle: string) {
    this.#item = new DicomJsonItem(metadata);
    this.#sourceAeTitle = sourceAeTitle;
  }

  /** Tags are those of PS3.6; sequences are looked into where enhanced objects keep a value there. */
  toFacts(): ImageFacts {
    return {
      modality: this.#text('00080060'),
      device: this.#text('00081010') || this.#text('00081090') || this.#sourceAeTitle,
      bodyPart: this.#text('00180015'),
      laterality: this.#text('00200062') || this.#text('00200060'),
      projection: this.#text('00185101') || this.#viewCode() || this.#text('0008103E'),
      protocolName: this.#text('00181030'),
      operator: this.#name('00081070'),
      technique: this.#technique(),
      exposureIndex: this.#number('00181411'),
      targetExposureIndex: this.#number('00181412'),
      deviationIndex: this.#number('00181413'),
      acquiredAtMs: this.#acquiredAtMs(),
      sliceThicknessMm: this.#number('00180050'),
      gantryTiltDegrees: this.#number('00181120'),
      imageType: this.#texts('00080008').join('\\'),
      acquisitionNumber: this.#number('00200012'),
      phase: this.#phase(),
      hasUltrasoundRegions: this.#text('00080060') === 'US' ? this.#item.has('00186011') : null,
    };
  }

  toRegionSources(): RegionSources {
    return {
      bodyPartExamined: this.#text('00180015'),
      protocolName: this.#text('00181030'),
      studyDescription: this.#text('00081030'),
      seriesDescription: this.#text('0008103E'),
      scheduledDescription: '',
    };
  }

  toSanityFacts(): SanityFacts {
    const [row, column] = [
      this.#item.numbers('00280030'),
      this.#item.numbers('00181164'),
      this.#item.numbers('00182010'),
    ].find((values) => values.length >= 2) ?? [null, null];
    return {
      modality: this.#text('00080060'),
      bodyPartExamined: this.#text('00180015'),
      laterality: this.#text('00200062') || this.#text('00200060'),
      descriptions: [this.#text('00185101'), this.#text('0008103E'), this.#text('00181030')].join(' '),
      patientName: this.#name('00100010'),
      patientId: this.#text('00100020'),
      patientBirthDate: this.#text('00100030'),
      studyDate: this.#text('00080020'),
      acquisitionDate: this.#text('00080022'),
      pixelSpacingMm: typeof row === 'number' && typeof column === 'number' ? [row, column] : null,
      rows: this.#number('00280010'),
      columns: this.#number('00280011'),
    };
  }

  #text(tag: string): string {
    return this.#item.text(tag) ?? '';
  }

  #texts(tag: string): readonly string[] {
    return this.#item.texts(tag);
  }

  #number(tag: string): number | null {
    return this.#item.number(tag) ?? null;
  }

  /** Alphabetic group. */
  #name(tag: string): string {
    return this.#item.alphabetic(tag) ?? '';
  }

  /** Code Meaning (0008,0104) of View Code Sequence (0054,0220). */
  #viewCode(): string {
    return this.#item.items('00540220')[0]?.text('00080104') ?? '';
  }

  #technique(): string {
    const parts: readonly (readonly [string, string])[] = [
      ['00180060', 'kV'],
      ['00181152', 'mAs'],
      ['00181151', 'mA'],
      ['00181150', 'ms'],
      ['00181110', 'mm'],
    ];
    return parts
      .flatMap(([tag, unit]) => {
        const value = this.#number(tag);
        return value === null ? [] : [`${value} ${unit}`];
      })
      .join(', ');
  }

  /** Acquisition, else Content, else Series Date and Time. */
  #acquiredAtMs(): number | null {
    for (const [dateTag, timeTag] of [
      ['00080022', '00080032'],
      ['00080023', '00080033'],
      ['00080021', '00080031'],
    ] as const) {
      const date = /^(\d{4})(\d{2})(\d{2})$/.exec(this.#text(dateTag));
      const time = /^(\d{2})(\d{2})(\d{2})?/.exec(this.#text(timeTag));
      if (date === null || time === null) continue;
      const [year = 0, month = 1, day = 1] = date.slice(1).map(Number);
      const [hours = 0, minutes = 0, seconds = 0] = time.slice(1).map((part) => Number(part) || 0);
      return new Date(year, month - 1, day, hours, minutes, seconds).getTime();
    }
    return null;
  }

  /** Temporal Position, Echo Number, Trigger Time, Diffusion b-value: images at one place that differ by design. */
  #phase(): string {
    return ['00200100', '00180086', '00181060', '00189087']
      .map((tag) => String(this.#number(tag) ?? ''))
      .join('/')
      .replace(/^\/+$/, '');
  }
}
