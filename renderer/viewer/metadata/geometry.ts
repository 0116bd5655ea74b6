import { readNumber, readNumbers, readText, type DicomJsonDataSet } from './dicom-json.ts';

export type Vector = readonly [x: number, y: number, z: number];

/** Where an image lies in the patient (PS3.3 C.7.6.2) and how far apart its pixels are. */
export interface Geometry {
  /** Direction of growing column index, along a row; in the patient's L, P, H axes. Null when not known. */
  readonly rowDirection: Vector | null;
  readonly columnDirection: Vector | null;
  /** Centre of the first pixel in mm. */
  readonly positionMm: Vector | null;
  readonly frameOfReferenceUid: string;
  /** Between rows, and between columns. Null when the image carries no spacing in mm. */
  readonly spacingMm: { readonly row: number; readonly column: number } | null;
  /** Height divided by width of a pixel; from the spacing, else from Pixel Aspect Ratio (0028,0034). */
  readonly pixelAspect: number;
  readonly sliceThicknessMm: number | null;
  /** Along the slice normal, else Slice Location (0020,1041). */
  readonly sliceLocationMm: number | null;
}

export function readGeometry(frame: DicomJsonDataSet): Geometry {
  const cosines = readNumbers(frame, '00200037');
  const row = unit(cosines.slice(0, 3));
  const column = unit(cosines.slice(3, 6));
  const isPlane = row !== null && column !== null && Math.abs(dot(row, column)) < 0.01;
  const position = vector(readNumbers(frame, '00200032'));
  const spacingMm = readSpacing(frame);
  const [vertical, horizontal] = readNumbers(frame, '00280034');
  const declaredAspect = vertical && horizontal ? vertical / horizontal : 1;
  return {
    rowDirection: isPlane ? row : null,
    columnDirection: isPlane ? column : null,
    positionMm: position,
    frameOfReferenceUid: readText(frame, '00200052'),
    spacingMm,
    pixelAspect: spacingMm ? spacingMm.row / spacingMm.column : declaredAspect,
    sliceThicknessMm: readNumber(frame, '00180050') ?? null,
    sliceLocationMm:
      isPlane && position ? dot(cross(row, column), position) : (readNumber(frame, '00201041') ?? null),
  };
}

/** Pixel Spacing, else Imager Pixel Spacing, else Nominal Scanned Pixel Spacing: enough for the shape of a pixel. */
function readSpacing(frame: DicomJsonDataSet): Geometry['spacingMm'] {
  for (const tag of ['00280030', '00181164', '00182010']) {
    const [row, column] = readNumbers(frame, tag);
    if (row !== undefined && column !== undefined && row > 0 && column > 0) return { row, column };
  }
  return null;
}

function vector(numbers: readonly number[]): Vector | null {
  const [x, y, z] = numbers;
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}

function unit(numbers: readonly number[]): Vector | null {
  const raw = vector(numbers);
  if (!raw) return null;
  const length = Math.hypot(...raw);
  return length < 1e-6 ? null : [raw[0] / length, raw[1] / length, raw[2] / length];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
