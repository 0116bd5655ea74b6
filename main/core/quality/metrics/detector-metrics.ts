import type { Finding, Metric } from '../../catalog/quality-record.ts';
import type { DecodedFrame } from '../../pixels/decoded-frame.ts';
import { findDeadLines } from './dead-lines.ts';
import { fieldFraction, findField } from './field-box.ts';
import { measureUniformity } from './uniformity.ts';

/** Modalities that read a flat detector or plate line by line. */
const DETECTORS = new Set(['CR', 'DX', 'MG', 'RG', 'PX', 'IO', 'XA', 'RF']);

/**
 * What tells of the detector and the collimator rather than of the patient; shown and followed over time, no input of a model.
 * Nothing for modalities whose images are computed.
 */
export function measureDetector(
  frame: DecodedFrame,
  modality: string,
): { readonly metrics: readonly Metric[]; readonly findings: readonly Finding[] } {
  if (!DETECTORS.has(modality)) return { metrics: [], findings: [] };
  const box = findField(frame);
  const dead = findDeadLines(frame, box);
  const deadCount = dead.rows.length + dead.columns.length;
  const field = fieldFraction(box, frame);
  const metrics = [
    metric('deadLines', 'Dead lines', deadCount, 'lines', { low: 0, high: 0 }),
    metric('fieldFraction', 'Exposed field', field * 100, '% of the image', null),
    metric('uniformity', 'Uniformity', measureUniformity(frame, box), '', null),
  ];
  return { metrics, findings: deadCount === 0 ? [] : [toFinding(dead, frame)] };
}

function metric(name: string, label: string, value: number, unit: string, band: Metric['band']): Metric {
  return { name, label, value, unit, band };
}

/** The region is the first of the lines: one line is enough to show where to look. */
function toFinding(
  { rows, columns }: ReturnType<typeof findDeadLines>,
  { rows: height, columns: width }: DecodedFrame,
): Finding {
  const parts = [
    ...(rows.length === 0 ? [] : [`${rows.length === 1 ? 'row' : 'rows'} ${rows.slice(0, 3).join(', ')}`]),
    ...(columns.length === 0
      ? []
      : [`${columns.length === 1 ? 'column' : 'columns'} ${columns.slice(0, 3).join(', ')}`]),
  ];
  const [row] = rows;
  const [column] = columns;
  return {
    type: 'dead-lines',
    source: 'rule',
    probability: null,
    severity: 0.5,
    region:
      row !== undefined
        ? { x: 0, y: row / height, width: 1, height: 1 / height }
        : { x: (column ?? 0) / width, y: 0, width: 1 / width, height: 1 },
    directionDegrees: row !== undefined ? 0 : 90,
    reason: `The detector seems to have dead lines: ${parts.join(' and ')}, counted from 0.`,
  };
}
