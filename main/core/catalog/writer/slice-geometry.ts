export interface SlicePlace {
  /** mm along the normal, from the origin of the patient's coordinates. */
  readonly positionMm: number;
  /** Unit vector as JSON; the same text for all slices of a stack. */
  readonly normal: string;
}

type Vector3 = readonly [number, number, number];
type Vector6 = readonly [...Vector3, ...Vector3];

/** Devices round direction cosines differently from slice to slice; 1e-3 is a twentieth of a degree. */
const NORMAL_DIGITS = 3;

/**
 * Where a slice lies along its own normal: the order of a stack, whatever the instance numbers say.
 *
 * @param orientation Image Orientation (Patient) (0020,0037): direction cosines of row and column
 * @param position Image Position (Patient) (0020,0032), mm
 * @returns null when either is missing or makes no plane
 * @see DICOM PS3.3 section C.7.6.2.1.1
 */
export function toSlicePlace(
  orientation: readonly number[] | null,
  position: readonly number[] | null,
): SlicePlace | null {
  if (orientation?.length !== 6 || position?.length !== 3) return null;
  const [rx, ry, rz, cx, cy, cz] = orientation as Vector6; // lengths checked above
  const [x, y, z] = position as Vector3;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx] as const;
  const length = Math.hypot(...normal);
  const positionMm = (normal[0] * x + normal[1] * y + normal[2] * z) / length;
  if (length < 0.5 || !Number.isFinite(positionMm)) return null;
  const rounded = normal.map((part) => Number((part / length).toFixed(NORMAL_DIGITS)) + 0); // + 0 turns -0 into 0
  return { positionMm, normal: JSON.stringify(rounded) };
}
