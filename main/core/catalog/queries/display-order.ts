/** What the order of a stack is made from. Rows come in order of arrival. */
export interface OrderedInstance {
  readonly slice_position_mm: number | null;
  readonly slice_normal: string | null;
  readonly instance_number: number | null;
}

/** Normals of one stack agree within rounding; localizers and reformats at an angle do not. */
const SAME_DIRECTION = 0.01;

/**
 * Order of the images of a series on the screen: by position along the slice normal where all images have one and the
 * same normal, else by instance number, else by arrival.
 */
export function inDisplayOrder<T extends OrderedInstance>(instances: readonly T[]): T[] {
  const byNumber = (a: T, b: T) =>
    (a.instance_number ?? Number.MAX_SAFE_INTEGER) - (b.instance_number ?? Number.MAX_SAFE_INTEGER);
  if (!isOneStack(instances)) return instances.toSorted(byNumber);
  return instances.toSorted(
    (a, b) => (a.slice_position_mm ?? 0) - (b.slice_position_mm ?? 0) || byNumber(a, b),
  );
}

function isOneStack(instances: readonly OrderedInstance[]): boolean {
  const [first] = instances;
  if (first?.slice_normal == null) return false;
  const reference = parseNormal(first.slice_normal);
  return instances.every(
    (instance) =>
      instance.slice_normal === first.slice_normal ||
      (instance.slice_normal !== null && isSameDirection(parseNormal(instance.slice_normal), reference)),
  );
}

function isSameDirection(a: readonly number[], b: readonly number[]): boolean {
  return a.every((part, axis) => Math.abs(part - (b[axis] ?? 0)) <= SAME_DIRECTION);
}

function parseNormal(json: string): number[] {
  return JSON.parse(json) as number[]; // written by the instance writer only
}
