import type { FragmentTable } from './scanned-data-set.ts';

const HEAD_BYTES = 8;
const ITEM_HEADER_BYTES = 8;

/**
 * Tells which fragments make up which frame. Tried in the order of trust: one frame; an offset table that fits the
 * fragments; one fragment for each frame; the marks that a codestream begins with.
 *
 * @param extendedOffsets Extended Offset Table (7FE0,0001), or null
 * @returns index of the first fragment of each frame and, behind the last, the number of fragments; null when the frames
 *   cannot be told apart
 * @see DICOM PS3.5 section A.4
 */
export function groupFragments(
  fragments: FragmentTable,
  frameCount: number,
  extendedOffsets: Float64Array | null,
): Uint32Array | null {
  if (frameCount === 1) return Uint32Array.of(0, fragments.count);
  return (
    fromOffsets(fragments, frameCount, extendedOffsets) ??
    fromOffsets(fragments, frameCount, fragments.basicOffsetTable) ??
    (fragments.count === frameCount ? oneEach(frameCount) : null) ??
    fromMarks(fragments, frameCount) ??
    // Fewer fragments than frames: the object ended early, or counts wrongly. What came is shown.
    (fragments.count < frameCount ? oneEach(fragments.count) : null)
  );
}

/** Offsets count from the first byte of the item header of the first fragment. */
function fromOffsets(
  fragments: FragmentTable,
  frameCount: number,
  offsets: ArrayLike<number> | null,
): Uint32Array | null {
  if (offsets?.length !== frameCount) return null;
  const base = (fragments.offsets[0] ?? 0) - ITEM_HEADER_BYTES;
  const starts = new Uint32Array(frameCount + 1);
  let fragment = 0;
  for (let frame = 0; frame < frameCount; frame += 1) {
    const wanted = base + (offsets[frame] ?? 0) + ITEM_HEADER_BYTES;
    while (fragment < fragments.count && (fragments.offsets[fragment] ?? 0) < wanted) fragment += 1;
    const isHit = fragment < fragments.count && fragments.offsets[fragment] === wanted;
    const isForward = frame === 0 ? fragment === 0 : fragment > (starts[frame - 1] ?? 0);
    if (!isHit || !isForward) return null;
    starts[frame] = fragment;
  }
  starts[frameCount] = fragments.count;
  return starts;
}

function oneEach(frameCount: number): Uint32Array {
  return Uint32Array.from({ length: frameCount + 1 }, (_, index) => index);
}

function fromMarks(fragments: FragmentTable, frameCount: number): Uint32Array | null {
  const starts: number[] = [];
  for (let index = 0; index < fragments.count; index += 1) {
    if (isCodestreamStart(fragments.heads, index * HEAD_BYTES)) starts.push(index);
  }
  if (starts.length !== frameCount || starts[0] !== 0) return null;
  return Uint32Array.from([...starts, fragments.count]);
}

/**
 * JPEG and JPEG-LS: SOI and the next marker. JPEG 2000: SOC and SIZ, or the signature box. JPEG XL: its codestream, or
 * the signature box.
 */
const CODESTREAM_START = /^(ffd8ff|ff4fff51|ff0a|0000000c6a50|0000000c4a58)/;

function isCodestreamStart(heads: Uint8Array, at: number): boolean {
  return CODESTREAM_START.test(Buffer.from(heads.subarray(at, at + HEAD_BYTES)).toString('hex'));
}
