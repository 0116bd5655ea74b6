const MEGABYTE = 1024 * 1024;

/** Smallest and largest share of memory for decoded frames. */
const SMALLEST_BYTES = 256 * MEGABYTE;
const LARGEST_BYTES = 1536 * MEGABYTE;

/**
 * A quarter of what the machine has, within bounds: the core and its workers live on the same PC.
 *
 * @param deviceMemoryGib as `navigator.deviceMemory` says; browsers that do not say get the share of a 4 GiB PC
 */
export function frameMemoryBytes(deviceMemoryGib: number | undefined): number {
  const share = ((deviceMemoryGib ?? 4) * 1024 * MEGABYTE) / 4;
  return Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, share));
}

/** How many frames of one size may be held at a time; a part is left for what another tab shows. */
export function framesThatFit(budgetBytes: number, frameBytes: number): number {
  return Math.max(1, Math.floor((budgetBytes * 0.8) / Math.max(1, frameBytes)));
}
