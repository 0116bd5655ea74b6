/**
 * Storage classes whose pixels are no picture of a patient as a device took it: segmentations, dose, parametric and
 * similar maps (PS3.4 Annex B.5). Their quality is not judged.
 */
export const UNJUDGED_SOP_CLASSES: readonly string[] = [
  '1.2.840.10008.5.1.4.1.1.66.4', // Segmentation Storage
  '1.2.840.10008.5.1.4.1.1.66.7', // Label Map Segmentation Storage
  '1.2.840.10008.5.1.4.1.1.30', // Parametric Map Storage
  '1.2.840.10008.5.1.4.1.1.481.2', // RT Dose Storage
  '1.2.840.10008.5.1.4.1.1.66', // Raw Data Storage
];

/** Whether the technical quality of an instance can be judged. */
export function isJudgeable(sopClassUid: string, hasPixels: boolean): boolean {
  return hasPixels && !UNJUDGED_SOP_CLASSES.includes(sopClassUid);
}
