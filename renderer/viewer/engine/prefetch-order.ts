/** Frames ahead that are fetched for each frame behind. */
const AHEAD_PER_BEHIND = 3;

/**
 * In which order the frames around the present one are worth having: the way the person scrolls first.
 *
 * @param limit how many fit into memory, the present one included
 */
export function prefetchOrder(
  frameCount: number,
  index: number,
  direction: 1 | -1,
  limit: number,
): readonly number[] {
  const order: number[] = [];
  const isInside = (candidate: number) => candidate >= 0 && candidate < frameCount;
  let ahead = 1;
  let behind = 1;
  while (order.length < Math.min(limit, frameCount) - 1) {
    for (let step = 0; step < AHEAD_PER_BEHIND; step++, ahead++) {
      if (isInside(index + ahead * direction)) order.push(index + ahead * direction);
    }
    if (isInside(index - behind * direction)) order.push(index - behind * direction);
    behind++;
  }
  return order.slice(0, Math.max(0, limit - 1));
}
