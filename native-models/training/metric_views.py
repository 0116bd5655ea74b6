"""The scale on which everything is measured, and the views of an image that the metrics share."""

import math

import numpy as np

TILE = 64
MAX_TILES_PER_AXIS = 10
BINS = 4096
EPSILON = 1e-6

RADIOGRAPHS = {"XR", "CR", "DX", "DR", "XA", "RF", "MG", "RG", "PX", "IO", "OT", "SC"}


def modality_group(modality):
    """`XR`, `CT`, `MR` or `other`, from Modality (0008,0060). OT and SC mostly hold digitised radiographs."""
    if modality in RADIOGRAPHS:
        return "XR"
    return modality if modality in ("CT", "MR") else "other"


def subsample(values):
    """Every n-th pixel in row order, so that 65,536 to 131,071 remain."""
    flat = values.reshape(-1)
    return flat[:: max(1, flat.size // 65536)]


def percentile(ordered, fraction):
    """Linear interpolation between the two nearest ranks of ascending numbers."""
    position = fraction * (len(ordered) - 1)
    below = int(math.floor(position))
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below]) + (float(ordered[above]) - float(ordered[below])) * (position - below)


def fixed_scale(values, context):
    """(low, high): what becomes 0 and 1.

    Radiographs and everything of 8 bits or less: the ends of what the stored bits can hold. CT in Hounsfield units (lowest
    below -200): -1024 to 2047. Everything else (MR, PET, CT without intercept) has no fixed scale: 0, or the lowest value
    when negative, to 1.2 x the 99.9th percentile.
    """
    group = modality_group(context["modality"])
    if context["bitsStored"] <= 8 or group == "XR":
        return float(context["lowest"]), float(context["highest"])
    if group == "CT" and context["lowest"] < -200:
        return -1024.0, 2047.0
    ordered = np.sort(subsample(values))
    low = min(0.0, float(ordered[0]))
    return low, low + 1.2 * max(percentile(ordered, 0.999) - low, 1e-3)


def to_fixed_scale(values, context):
    """Gray levels 0..1 as float32; MONOCHROME1 is turned over; padding becomes 0."""
    low, high = fixed_scale(values, context)
    x = np.clip((values.astype(np.float64) - low) * (1.0 / max(high - low, 1e-9)), 0.0, 1.0)
    if context.get("isMonochrome1"):
        x = 1.0 - x
    mask = context.get("paddingMask")
    if mask is not None:
        x = np.where(mask.reshape(x.shape) != 0, 0.0, x)
    return x.astype(np.float32)


def tile_origins(length):
    """First row (or column) of each tile; multiples of 8, evenly spread."""
    count = min(max(length // TILE, 1), MAX_TILES_PER_AXIS)
    room = max(length - TILE, 0)
    if count == 1:
        return [room // 2 // 8 * 8]
    return [room * i // (count - 1) // 8 * 8 for i in range(count)]


def pad_to_tile(x):
    """Repeats the last row and column until a tile fits."""
    rows, columns = x.shape
    return np.pad(x, ((0, max(TILE - rows, 0)), (0, max(TILE - columns, 0))), mode="edge")


def coarse_of(x):
    """Mean over f x f pixels, f the least integer with which no side exceeds 512; the rest at the right and bottom is dropped."""
    rows, columns = x.shape
    f = max(1, -(-max(rows, columns) // 512))
    f = min(f, rows, columns)
    r, c = rows // f, columns // f
    return x[: r * f, : c * f].astype(np.float64).reshape(r, f, c, f).mean(axis=(1, 3))


def small_of(coarse, size=128):
    """Mean over the cells of a size x size net; a cell spans at least one row and column."""

    def edges(length):
        start = [length * i // size for i in range(size)]
        stop = [max(length * (i + 1) // size, s + 1) for i, s in enumerate(start)]
        return np.array(start), np.array(stop)

    r0, r1 = edges(coarse.shape[0])
    c0, c1 = edges(coarse.shape[1])
    total = np.zeros((coarse.shape[0] + 1, coarse.shape[1] + 1))
    total[1:, 1:] = coarse.cumsum(axis=0).cumsum(axis=1)
    sums = total[r1][:, c1] - total[r0][:, c1] - total[r1][:, c0] + total[r0][:, c0]
    return sums / ((r1 - r0)[:, None] * (c1 - c0)[None, :])


def box_mean(image, radius):
    """Mean over (2 radius + 1) squared pixels, fewer at the borders."""
    rows, columns = image.shape
    total = np.zeros((rows + 1, columns + 1))
    total[1:, 1:] = image.cumsum(axis=0).cumsum(axis=1)
    r0, r1 = np.maximum(np.arange(rows) - radius, 0), np.minimum(np.arange(rows) + radius + 1, rows)
    c0, c1 = np.maximum(np.arange(columns) - radius, 0), np.minimum(np.arange(columns) + radius + 1, columns)
    sums = total[r1][:, c1] - total[r0][:, c1] - total[r1][:, c0] + total[r0][:, c0]
    return sums / ((r1 - r0)[:, None] * (c1 - c0)[None, :])


def log10(value):
    return np.log10(np.maximum(value, 0.0) + EPSILON)


def hann(size):
    """0.5 - 0.5 cos(2 pi (i + 0.5) / size)."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(size) + 0.5) / size)


def correlation(a, b):
    """Sum of products over the root of the products of the sums of squares; 0 for nothing."""
    return float((a * b).sum() / (math.sqrt(float((a * a).sum()) * float((b * b).sum())) + 1e-12))
