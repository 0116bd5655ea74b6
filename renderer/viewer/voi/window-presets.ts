/** CT windows on the keys 1 to 9; 0 is the window of the image. Width and centre in HU. */
export interface WindowPreset {
  readonly key: string;
  readonly name: string;
  readonly center: number;
  readonly width: number;
}

export const ctWindowPresets: readonly WindowPreset[] = [
  { key: '1', name: 'Soft tissue', width: 400, center: 40 },
  { key: '2', name: 'Lung', width: 1500, center: -600 },
  { key: '3', name: 'Bone', width: 2500, center: 480 },
  { key: '4', name: 'Brain', width: 80, center: 40 },
  { key: '5', name: 'Liver', width: 150, center: 90 },
  { key: '6', name: 'Mediastinum', width: 400, center: 80 },
  { key: '7', name: 'Angio', width: 600, center: 200 },
  { key: '8', name: 'Subdural', width: 200, center: 75 },
  { key: '9', name: 'Stroke', width: 40, center: 40 },
];

export function presetName(
  modality: string,
  window: { readonly center: number; readonly width: number },
): string {
  if (modality !== 'CT') return '';
  return (
    ctWindowPresets.find((each) => each.center === window.center && each.width === window.width)?.name ?? ''
  );
}
