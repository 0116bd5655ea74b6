import type { SeriesRow, StudyRow } from '../../../preload/contract/study.ts';
import type { ShownFrame, StackState } from '../../viewer/engine/stack-engine.ts';
import { transferSyntax } from '../../viewer/metadata/transfer-syntax.ts';
import { presetName } from '../../viewer/voi/window-presets.ts';
import { studyName, studyTimeText } from './study-text.ts';

/** Lines of a corner, first the one that is read first. */
export type CornerLines = readonly string[];

/** Upper right: what was done when, and on which device. */
export function studyLines(
  study: StudyRow,
  series: SeriesRow,
  shown: ShownFrame | null,
  now: Date,
): CornerLines {
  const thicknessMm = shown?.description.geometry.sliceThicknessMm ?? null;
  const view = shown?.description.viewPosition ?? '';
  const what = series.seriesDescription || view || series.modality;
  const details = [what, thicknessMm ? `${rounded(thicknessMm)} mm` : '', series.stationName];
  return [
    [studyName(study), studyTimeText(study, now)].filter((part) => part !== '').join(', '),
    details.filter((part) => part !== '').join(', '),
  ];
}

/** Lower left: window, its function when it is not the usual one, zoom, exposure. */
export function windowLines(state: StackState): CornerLines {
  const { shown, window } = state;
  if (!shown) return [];
  const { kilovolts, milliamperes } = shown.description.acquisition;
  const lines: string[] = [];
  if (window) {
    const preset = presetName(shown.description.modality, window);
    const text = `W ${rounded(window.width)}  L ${rounded(window.center)}`;
    if (window.source === 'image-table') lines.push('VOI LUT of the image');
    else lines.push(preset === '' ? text : `${text} ${preset}`);
    if (window.source === 'computed') lines.push('Computed: the image brings no window');
    if (window.source === 'image' && window.voiFunction !== 'LINEAR') {
      lines.push(`VOI LUT function ${window.voiFunction}`);
    }
  }
  if (state.isInverted) lines.push('Inverted');
  const zoom = `Zoom ${zoomPercent(state)} %${state.isFitted ? ', fit' : ''}`;
  const exposure = [
    kilovolts === null ? '' : `${rounded(kilovolts)} kV`,
    milliamperes === null ? '' : `${rounded(milliamperes)} mA`,
  ];
  lines.push([zoom, ...exposure].filter((part) => part !== '').join(', '));
  return lines;
}

/** Below n / N, lower right: position along the stack, else what kind of pixels these are. */
export function positionLine(shown: ShownFrame): string {
  const { geometry, format } = shown.description;
  if (geometry.sliceLocationMm !== null) return `${geometry.sliceLocationMm.toFixed(1)} mm`;
  return `${format.photometricInterpretation}, ${format.bitsStored} bit`;
}

/** Things about the picture that a reader must not miss; they stay whatever the corner texts do. */
export function safetyBadges(shown: ShownFrame): readonly string[] {
  const { lossy } = shown.description;
  const isLossy = lossy !== null || transferSyntax(shown.transferSyntaxUid).isLossy;
  if (!isLossy) return [];
  return [lossy && lossy.ratio > 1 ? `LOSSY ${rounded(lossy.ratio)}:1` : 'LOSSY'];
}

/** What the button beside the tools says: `Brain W 80 L 40`. Null where no window applies. */
export function windowName({ shown, window }: Pick<StackState, 'shown' | 'window'>): string | null {
  if (!shown || !window) return null;
  if (window.source === 'image-table') return 'VOI LUT of the image';
  const name = presetName(shown.description.modality, window);
  const numbers = `W ${rounded(window.width)} L ${rounded(window.center)}`;
  if (name !== '') return `${name} ${numbers}`;
  return window.source === 'image' ? `From image, ${numbers}` : numbers;
}

function zoomPercent(state: Pick<StackState, 'view'>): number {
  return Math.round(state.view.scale * 100);
}

/** At most one decimal, thousands apart: 3,360. */
function rounded(value: number): string {
  const digits = Math.abs(value) < 10 ? 2 : 1;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
