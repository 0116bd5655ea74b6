"""Classic metrics of image quality, in plain numpy.

`main/core/quality/metrics` holds the same formulas in TypeScript; both must agree to 1e-4. Therefore: float64 sums over
float32 gray levels, box means, finite differences, FFTs of fixed small size (64 x 64, 128 x 128, 256), percentiles by
linear interpolation, no filters from libraries.

Scales used below
  x       gray level on the fixed scale 0..1 (`fixed_scale`), white is 1 whatever the photometric interpretation says
  tiles   up to 10 x 10 squares of 64 x 64 pixels at native resolution, origins at multiples of 8 (`tile_origins`)
  coarse  x averaged over f x f pixels so that no side exceeds 512
  small   coarse averaged to 128 x 128, whatever its shape
  R       contrast range: 99th minus 1st percentile of x, at least 0.02
Frequencies are in cycles per pixel (Nyquist 0.5). "log10" values are log10(value + 1e-6).
"""

import math

import numpy as np

TILE = 64
MAX_TILES_PER_AXIS = 10
BINS = 4096
EPSILON = 1e-6

METRIC_NAMES = [
    # exposure, on the fixed scale 0..1
    "grayMean", "grayStd", "grayP01", "grayP05", "grayP25", "grayP50", "grayP75", "grayP95", "grayP99",
    "contrastRange", "entropyBits", "fractionBlack", "fractionWhite", "fractionAtLowest", "fractionAtHighest",
    "levelsUsedLog2", "foregroundMean", "histogramGapFraction",
    # noise
    "noiseLog", "noiseRelativeLog", "noiseP10Log", "noiseP90Log", "noiseDarkLog", "noiseBrightLog",
    "noiseCorrelationX", "noiseCorrelationY", "noiseCorrelationDiagonal", "constantTileFraction", "impulseFraction",
    # local contrast and sharpness
    "localContrastLog", "gradientP50Log", "gradientP90Log", "gradientP99Log", "gradientKurtosis", "laplacianLog",
    "edgeRatio12", "edgeRatio24", "edgeRatio48", "blurEffectX", "blurEffectY",
    # radial power spectrum of the tiles with most structure, log10 of the power relative to the whole
    "spectrumBand1", "spectrumBand2", "spectrumBand3", "spectrumBand4", "spectrumBand5", "spectrumBand6", "spectrumBand7",
    "spectrumSlope",
    # direction
    "gradientAnisotropy", "gradientAxisRatio", "spectrumAnisotropyLow", "spectrumAnisotropyMid", "spectrumAnisotropyHigh",
    "spectrumAxisMid", "cepstrumMinimum", "cepstrumMinimumRadius", "cepstrumMaximum", "coarseAnisotropy",
    # blocks
    "blockRatioX", "blockRatioY", "blockPhasePeak", "blockZeroFraction", "blockFlatFraction",
    # periodic patterns and ghosts
    "linePeakRows", "linePeakColumns", "linePeakFrequency", "planePeak", "planePeakFrequency",
    "coarsePeak", "ghostHalfRows", "ghostHalfColumns", "ghostPeakRows", "ghostPeakColumns", "backgroundMean",
    "backgroundStructure", "backgroundBanding",
    # dense objects
    "denseFraction", "denseEdge", "denseStep", "streakCoherence", "streakEnergy", "darkBesideDense", "radialAnisotropy",
    # borders: part of each strip that is body, sorted, and how it differs from the middle
    "borderBodyLargest", "borderBodySecond", "borderBodyThird", "borderBodySmallest", "borderGradientRatio", "borderLevelLargest",
    "borderLevelSmallest", "borderDetail", "bodyFraction",
    # the frame itself
    "pixelsLog2", "aspectRatioLog2", "bitsStored", "isRadiograph", "isCt", "isMr",
]

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


def exposure(x):
    """Shares of all pixels, percentiles from a histogram of 4096 bins (value at rank q x pixels, linear inside a bin)."""
    bins = np.minimum((x.astype(np.float64) * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(bins.reshape(-1), minlength=BINS)
    pixels = x.size
    below = np.concatenate([[0], np.cumsum(counts)])

    def at(q):
        target = q * pixels
        index = min(int(np.searchsorted(below[1:], target, side="left")), BINS - 1)
        inside = (target - below[index]) / max(counts[index], 1)
        return (index + min(max(inside, 0.0), 1.0)) / BINS

    levels = [at(q) for q in (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)]
    mean = float(x.sum(dtype=np.float64) / pixels)
    square = float((x.astype(np.float64) ** 2).sum() / pixels)
    # Entropy of 64 equal bins, in bits; 6 is the most.
    share = counts.reshape(64, 64).sum(axis=1) / pixels
    entropy = float(-(share[share > 0] * np.log2(share[share > 0])).sum())
    lowest, highest = x.min(), x.max()
    used = int((counts > 0).sum())
    # Empty bins between the 5th and 95th percentile in 256 bins: stretched or coarsely quantised gray levels.
    coarse = counts.reshape(256, 16).sum(axis=1)
    first, last = int(levels[1] * 256), min(int(levels[5] * 256), 255)
    gap = float((coarse[first : last + 1] == 0).sum() / (last - first + 1))
    threshold = levels[1] + 0.25 * (levels[6] - levels[1])
    start = min(int(threshold * BINS), BINS - 1)
    weights = counts[start:]
    foreground = float((weights * (np.arange(start, BINS) + 0.5)).sum() / BINS / max(weights.sum(), 1))
    return [
        mean, math.sqrt(max(square - mean * mean, 0.0)), *levels, levels[6] - levels[0], entropy,
        float((x <= np.float32(0.004)).sum() / pixels), float((x >= np.float32(0.996)).sum() / pixels),
        float((x == lowest).sum() / pixels), float((x == highest).sum() / pixels),
        math.log2(used), foreground, gap,
    ], max(levels[6] - levels[0], 0.02)


def noise(tiles, contrast, means):
    """Standard deviation of noise per tile after Immerkaer (1996): mean |x * M| sqrt(pi/2) / 6, M = [1 -2 1; -2 4 -2; 1 -2 1],
    where the 20 % of pixels with the strongest gradient are left out."""
    t = tiles
    m = (
        t[:, :-2, :-2] + t[:, :-2, 2:] + t[:, 2:, :-2] + t[:, 2:, 2:]
        - 2 * (t[:, :-2, 1:-1] + t[:, 2:, 1:-1] + t[:, 1:-1, :-2] + t[:, 1:-1, 2:])
        + 4 * t[:, 1:-1, 1:-1]
    )
    gx = t[:, 1:-1, 2:] - t[:, 1:-1, :-2]
    gy = t[:, 2:, 1:-1] - t[:, :-2, 1:-1]
    strength = gx * gx + gy * gy
    count = len(t)
    limit = np.sort(strength.reshape(count, -1), axis=1)[:, int(0.8 * strength[0].size)]
    kept = strength <= limit[:, None, None]
    sigma = (np.abs(m) * kept).sum(axis=(1, 2)) / np.maximum(kept.sum(axis=(1, 2)), 1) * math.sqrt(math.pi / 2) / 6
    live = np.nonzero(sigma > 1e-5)[0]
    used = sigma[live] if len(live) else np.array([0.0])
    ordered = np.sort(used)
    median = percentile(ordered, 0.5)
    # Mean noise in the darker and the brighter half of the tiles that are not constant.
    order = live[np.argsort(means[live], kind="stable")] if len(live) else live
    half = len(order) // 2
    dark = float(sigma[order[:half]].mean()) if half else median
    bright = float(sigma[order[half:]].mean()) if len(order) else median
    # Correlation of the residual x - mean of 4 neighbours with its neighbours, in the calm half of the live tiles.
    calm = live[np.argsort(sigma[live], kind="stable")][: max(len(live) // 2, 1)] if len(live) else np.array([0])
    c = t[calm]
    residual = c[:, 1:-1, 1:-1] - 0.25 * (c[:, :-2, 1:-1] + c[:, 2:, 1:-1] + c[:, 1:-1, :-2] + c[:, 1:-1, 2:])
    cx = correlation(residual[:, :, :-2], residual[:, :, 2:])
    cy = correlation(residual[:, :-2, :], residual[:, 2:, :])
    cd = correlation(residual[:, :-1, :-1], residual[:, 1:, 1:])
    # Share of pixels whose residual exceeds 4 x the median noise.
    all_residual = np.abs(t[:, 1:-1, 1:-1] - 0.25 * (t[:, :-2, 1:-1] + t[:, 2:, 1:-1] + t[:, 1:-1, :-2] + t[:, 1:-1, 2:]))
    impulses = float((all_residual > 4 * median + 1e-4).sum() / all_residual.size)
    return [
        float(log10(median)), float(log10(median / contrast)), float(log10(percentile(ordered, 0.1))),
        float(log10(percentile(ordered, 0.9))), float(log10(dark)), float(log10(bright)), cx, cy, cd,
        1.0 - len(live) / count, impulses,
    ]


def sharpness(tiles, active, contrast, deviations):
    """Central differences over 2, 4, 8 and 16 pixels; percentiles over the active tiles, relative to R."""
    t = tiles[active]
    ordered_deviation = np.sort(deviations)
    gx = (t[:, 1:-1, 2:] - t[:, 1:-1, :-2]) / 2
    gy = (t[:, 2:, 1:-1] - t[:, :-2, 1:-1]) / 2
    g = np.sqrt(gx * gx + gy * gy)
    ordered = np.sort(g.reshape(-1))
    square = float((g * g).mean())
    kurtosis = float((g**4).mean()) / (square * square + 1e-16)
    laplacian = (
        t[:, :-2, 1:-1] + t[:, 2:, 1:-1] + t[:, 1:-1, :-2] + t[:, 1:-1, 2:] - 4 * t[:, 1:-1, 1:-1]
    )

    def step(width):
        """Mean square of the difference over 2 `width` pixels, at the same centres for every width."""
        a = t[:, 8:-8, 8 + width : TILE - 8 + width] - t[:, 8:-8, 8 - width : TILE - 8 - width]
        b = t[:, 8 + width : TILE - 8 + width, 8:-8] - t[:, 8 - width : TILE - 8 - width, 8:-8]
        return float((a * a).mean() + (b * b).mean()) + 1e-12

    s1, s2, s4, s8 = step(1), step(2), step(4), step(8)

    def blur_effect(along_rows):
        """Crete (2007): loss of neighbour differences after a mean of 9; 0 blurred already, 1 sharp."""
        u = t if along_rows else t.transpose(0, 2, 1)
        sums = np.concatenate([np.zeros((*u.shape[:2], 1)), u.cumsum(axis=2)], axis=2)
        smooth = (sums[:, :, 9:] - sums[:, :, :-9]) / 9
        before = np.abs(u[:, :, 5:-4] - u[:, :, 4:-5])
        after = np.abs(smooth[:, :, 1:] - smooth[:, :, :-1])
        return float(np.maximum(before - after, 0).sum() / (before.sum() + 1e-9))

    return [
        float(log10(percentile(ordered_deviation, 0.5) / contrast)),
        *[float(log10(percentile(ordered, q) / contrast)) for q in (0.5, 0.9, 0.99)],
        math.log10(kurtosis + EPSILON), float(log10(math.sqrt(float((laplacian**2).mean())) / contrast)),
        math.log10(s2 / s1), math.log10(s4 / s2), math.log10(s8 / s4), blur_effect(True), blur_effect(False),
    ]


def radial_frequency(size):
    f = np.fft.fftfreq(size)
    return np.sqrt(f[:, None] ** 2 + f[None, :] ** 2), np.arctan2(f[:, None], f[None, :])


RADIUS64, ANGLE64 = radial_frequency(TILE)
BAND_EDGES = [0.03, 0.06, 0.1, 0.16, 0.24, 0.33, 0.42, 0.5]


def tile_spectra(tiles):
    """Power of each tile minus its mean, under a Hann window, divided by its sum."""
    window = hann(TILE)[:, None] * hann(TILE)[None, :]
    centred = (tiles - tiles.mean(axis=(1, 2), keepdims=True)) * window
    power = np.abs(np.fft.fft2(centred)) ** 2
    return power / (power.sum(axis=(1, 2), keepdims=True) + 1e-9)


def spectrum(power):
    """Mean relative power in seven rings, as log10, and the slope of log10 power over log10 frequency between them."""
    bands = []
    for low, high in zip(BAND_EDGES[:-1], BAND_EDGES[1:]):
        ring = (RADIUS64 >= low) & (RADIUS64 < high)
        bands.append(math.log10(float(power[ring].mean()) + 1e-10))
    centres = [math.log10((a + b) / 2) for a, b in zip(BAND_EDGES[:-1], BAND_EDGES[1:])]
    mean_x, mean_y = sum(centres) / 7, sum(bands) / 7
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(centres, bands)) / sum((x - mean_x) ** 2 for x in centres)
    return [*bands, slope]


def ring_anisotropy(power, radius, angle, low, high):
    """log10 of the largest over the smallest mean power in 8 sectors of half a turn, and the log10 ratio of the two
    axes (along columns over along rows). The axis sectors (0 and 4) are centred on the axes."""
    ring = (radius >= low) & (radius < high)
    sector = np.floor(np.mod(angle / np.pi * 8 + 0.5 + 1e-9, 8)).astype(np.int64)
    sums = np.bincount(sector[ring], weights=power[ring], minlength=8)
    counts = np.bincount(sector[ring], minlength=8)
    means = sums / np.maximum(counts, 1) + 1e-10
    return math.log10(means.max() / means.min()), math.log10(means[4] / means[0])


def direction(tiles, active, power, small):
    t = tiles[active]
    gx = (t[:, 1:-1, 2:] - t[:, 1:-1, :-2]) / 2
    gy = (t[:, 2:, 1:-1] - t[:, :-2, 1:-1]) / 2
    # Structure tensor of all gradients: (l1 - l2) / (l1 + l2), 0 no direction, 1 one direction only.
    xx, yy, xy = float((gx * gx).sum()), float((gy * gy).sum()), float((gx * gy).sum())
    anisotropy = math.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + 1e-12)
    axis = math.log10((xx + 1e-9) / (yy + 1e-9))
    low, _ = ring_anisotropy(power, RADIUS64, ANGLE64, 0.04, 0.12)
    mid, axis_mid = ring_anisotropy(power, RADIUS64, ANGLE64, 0.12, 0.25)
    high, _ = ring_anisotropy(power, RADIUS64, ANGLE64, 0.25, 0.5)
    # Cepstrum: inverse FFT of the log power, flattened by its mean in each of 32 rings; a straight smear of n pixels leaves
    # a dip n pixels from the centre, a doubled image a peak.
    logs = np.log(power + 1e-9)
    ring = np.minimum((RADIUS64 * 64).astype(np.int64), 45)
    ring_mean = np.bincount(ring.reshape(-1), weights=logs.reshape(-1), minlength=46) / np.maximum(
        np.bincount(ring.reshape(-1), minlength=46), 1
    )
    cepstrum = np.real(np.fft.ifft2(logs - ring_mean[ring]))
    lag = np.minimum(np.arange(TILE), TILE - np.arange(TILE))
    distance = np.sqrt(lag[:, None] ** 2.0 + lag[None, :] ** 2.0)
    outside = (distance >= 2.5) & (distance <= 24)
    minimum = np.where(outside, cepstrum, np.inf)
    index = int(minimum.argmin())
    # The same structure tensor on the 128 x 128 view.
    sx = small[1:-1, 2:] - small[1:-1, :-2]
    sy = small[2:, 1:-1] - small[:-2, 1:-1]
    a, b, c = float((sx * sx).sum()), float((sy * sy).sum()), float((sx * sy).sum())
    return [
        anisotropy, axis, low, mid, high, axis_mid, float(cepstrum.reshape(-1)[index]), float(distance.reshape(-1)[index]),
        float(np.where(outside, cepstrum, -np.inf).max()), math.sqrt((a - b) ** 2 + 4 * c * c) / (a + b + 1e-12),
    ]


def blocks(tiles, active, contrast):
    """JPEG's 8 x 8 blocks: second differences across block borders against those inside (Wang 2002), per phase."""
    t = tiles[active]
    dx, dy = np.abs(t[:, :, 1:] - t[:, :, :-1]), np.abs(t[:, 1:, :] - t[:, :-1, :])

    def phases(d, axis):
        """Mean of d(i) - (d(i-1) + d(i+1)) / 2 by i modulo 8, relative to the mean of d."""
        moved = np.moveaxis(d, axis, 0)
        bump = moved[1:-1] - 0.5 * (moved[:-2] + moved[2:])
        by_column = bump.reshape(bump.shape[0], -1).mean(axis=1)
        index = np.arange(1, len(by_column) + 1)
        return np.array([by_column[index % 8 == p].mean() for p in range(8)]) / (float(d.mean()) + 2e-4)

    px, py = phases(dx, 2), phases(dy, 1)
    both = px + py
    zero = float(((dx < 1e-6).sum() + (dy < 1e-6).sum()) / (dx.size + dy.size))
    # Blocks at the grid whose inside is nearly a plane: mean |second difference| below 0.2 % of R.
    blocks8 = t.reshape(len(t), 8, 8, 8, 8).transpose(0, 1, 3, 2, 4)
    curve = np.abs(blocks8[..., :, 2:] - 2 * blocks8[..., :, 1:-1] + blocks8[..., :, :-2]).mean(axis=(3, 4)) + np.abs(
        blocks8[..., 2:, :] - 2 * blocks8[..., 1:-1, :] + blocks8[..., :-2, :]
    ).mean(axis=(3, 4))
    flat = float((curve < 0.002 * contrast).sum() / curve.size)
    ordered = np.sort(both)
    return [float(px[7]), float(py[7]), float(ordered[7] - percentile(ordered, 0.5)), zero, flat]


def line_peak(x, along_rows):
    """Largest log10 ratio of a line in the mean spectrum of 256 pixel segments to the median of its 12 neighbours (3 to 8
    away), between 0.03 and 0.5 cycles per pixel, and its frequency. Segments: up to 64 lines evenly spread, up to 4 each."""
    u = x if along_rows else x.T
    lines, length = u.shape
    if length < 256:
        u = np.pad(u, ((0, 0), (0, 256 - length)), mode="edge")
        length = 256
    count = min(lines, 64)
    rows = [lines * i // count for i in range(count)]
    parts = min(length // 256, 4)
    starts = [(length - 256) * i // max(parts - 1, 1) for i in range(parts)]
    segments = np.concatenate([u[rows, s : s + 256] for s in starts]).astype(np.float64)
    segments = segments[:, 1:] - segments[:, :-1]
    segments = np.concatenate([segments, np.zeros((len(segments), 1))], axis=1) * hann(256)[None, :]
    power = np.abs(np.fft.fft(segments, axis=1)[:, :129]) ** 2
    power = power / (power.sum(axis=1, keepdims=True) + 1e-9)
    mean = power.mean(axis=0) + 1e-9
    best, where = 0.0, 0.0
    for k in range(8, 129):
        near = [mean[j] for d in range(3, 9) for j in (k - d, k + d) if 1 <= j <= 128]
        ratio = math.log10(mean[k] / percentile(np.sort(near), 0.5))
        if ratio > best:
            best, where = ratio, k / 256
    return best, where


def plane_peak(power, size, lowest):
    """Largest log10 ratio of a point in a 2D spectrum to the mean of the 8 points three away, and its frequency."""
    base = sum(
        np.roll(power, (dy, dx), axis=(0, 1)) for dy in (-3, 0, 3) for dx in (-3, 0, 3) if dy != 0 or dx != 0
    ) / 8
    ratio = np.log10((power + 1e-9) / (base + 1e-9))
    radius, _ = radial_frequency(size)
    ratio = np.where((radius >= lowest) & (radius <= 0.5), ratio, -np.inf)
    index = int(ratio.argmax())
    return float(ratio.reshape(-1)[index]), float(radius.reshape(-1)[index])


def ghosts(small):
    """Ghosts: autocorrelation of the 128 x 128 view minus its 9 x 9 mean, and what lies in the darkest fifth."""
    detail = small - box_mean(small, 4)
    spectrum_ = np.abs(np.fft.fft2(detail)) ** 2
    auto = np.real(np.fft.ifft2(spectrum_))
    auto = auto / (auto[0, 0] + 1e-9)
    rows, columns = auto[:, 0], auto[0, :]

    def peak(line):
        """Highest rise of the autocorrelation above the mean 3 lags to both sides, for lags 8 to 64."""
        return max(float(line[k] - 0.5 * (line[k - 3] + line[min(k + 3, 127)])) for k in range(8, 65))

    total = spectrum_ / (spectrum_.sum() + 1e-9)
    coarse_peak, _ = plane_peak(total, 128, 0.05)
    ordered = np.sort(small.reshape(-1))
    limit = percentile(ordered, 0.2)
    top = max(percentile(ordered, 0.95), 0.02)
    dark = small <= limit
    within = small[dark]
    background = float(within.mean()) / top
    structure = float(log10(math.sqrt(max(float((within**2).mean()) - float(within.mean()) ** 2, 0.0)) / top))
    # Banding: variance of row means of the dark pixels' detail against the variance of that detail.
    weights_r, weights_c = dark.sum(axis=1), dark.sum(axis=0)
    masked = detail * dark
    row_mean = masked.sum(axis=1) / np.maximum(weights_r, 1)
    column_mean = masked.sum(axis=0) / np.maximum(weights_c, 1)
    banding = max(float((row_mean**2).mean()), float((column_mean**2).mean())) / (float((masked**2).sum() / max(dark.sum(), 1)) + 1e-9)
    return [
        coarse_peak, float(rows[64]), float(columns[64]), peak(rows), peak(columns), background, structure, banding,
    ]


def dense_objects(coarse, small, contrast):
    """Metal: what is as bright as the brightest, how sharply it is bounded, streaks that run out from it."""
    ordered = np.sort(small.reshape(-1))
    top = float(coarse.max())
    p95 = percentile(ordered, 0.95)
    limit = max(p95 + 0.5 * (top - p95), 0.5 * top)
    rows, columns = coarse.shape
    r0, c0 = rows // 20, columns // 20
    inner = coarse[r0 : rows - r0, c0 : columns - c0]
    dense = inner >= limit
    count = int(dense.sum())
    gx = (inner[1:-1, 2:] - inner[1:-1, :-2]) / 2
    gy = (inner[2:, 1:-1] - inner[:-2, 1:-1]) / 2
    g = np.sqrt(gx * gx + gy * gy)
    core = dense[1:-1, 1:-1]
    rim = core & ~(dense[:-2, 1:-1] & dense[2:, 1:-1] & dense[1:-1, :-2] & dense[1:-1, 2:])
    edge = float(g[rim].mean()) / contrast if rim.any() else 0.0
    step = (top - p95) / contrast
    if count == 0:
        return [0.0, edge, step, 0.0, 0.0, 0.0, 0.0]
    yy, xx = np.nonzero(dense)
    cy, cx = (float(yy.mean()) + r0) * 128 / rows, (float(xx.mean()) + c0) * 128 / columns
    # Detail of the 128 x 128 view on 96 rays of 40 points, 1 pixel apart, from 6 pixels off the centre of the dense pixels.
    detail = small - box_mean(small, 3)
    angles = np.arange(96) * (2 * np.pi / 96)
    radii = 6 + np.arange(40)
    py = np.floor(cy + np.sin(angles)[:, None] * radii[None, :] + 0.5 + 1e-9).astype(np.int64)
    px = np.floor(cx + np.cos(angles)[:, None] * radii[None, :] + 0.5 + 1e-9).astype(np.int64)
    inside = (py >= 0) & (py < 128) & (px >= 0) & (px < 128)
    polar = np.where(inside, detail[np.clip(py, 0, 127), np.clip(px, 0, 127)], 0.0)
    ray = polar.sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
    spread = float((polar**2).sum() / max(inside.sum(), 1))
    streak = float((ray**2).mean())
    # Darker than its surroundings within 12 pixels of dense pixels.
    small_dense = (small >= limit).astype(np.float64)
    near = box_mean(small_dense, 6) > 0
    broad = box_mean(small, 6)
    shadow = np.maximum(broad - small, 0) * near * (1 - small_dense)
    dark = float(shadow.sum() / max(near.sum(), 1)) / contrast
    sy = small[2:, 1:-1] - small[:-2, 1:-1]
    sx = small[1:-1, 2:] - small[1:-1, :-2]
    ry, rx = np.arange(1, 127)[:, None] - cy, np.arange(1, 127)[None, :] - cx
    norm = ry * ry + rx * rx + 1.0
    along = float(((sy * ry + sx * rx) ** 2 / norm).sum())
    across = float(((sy * rx - sx * ry) ** 2 / norm).sum())
    return [
        float(log10(count / inner.size)), edge, step, streak / (spread + 1e-9) if spread > 1e-9 else 0.0,
        float(log10(math.sqrt(streak) / contrast)), dark, math.log10((across + 1e-9) / (along + 1e-9)),
    ]


def borders(small):
    """Strips 4 cells wide of the 128 x 128 view. Body: brighter than the 5th percentile plus a quarter of the range from there
    to the 95th."""
    ordered = np.sort(small.reshape(-1))
    low, high = percentile(ordered, 0.05), percentile(ordered, 0.95)
    threshold = low + 0.25 * max(high - low, 1e-4)
    body = small > threshold
    strips = [(slice(0, 4), slice(None)), (slice(124, 128), slice(None)), (slice(None), slice(0, 4)), (slice(None), slice(124, 128))]
    shares = sorted(float(body[s].mean()) for s in strips)
    middle = float(small[32:96, 32:96].mean())
    levels = sorted(float(small[s].mean()) / max(middle, 1e-3) for s in strips)
    gx, gy = np.abs(small[:, 1:] - small[:, :-1]), np.abs(small[1:, :] - small[:-1, :])
    # Across the strips against the whole; a body that ends before the border leaves them flat.
    across = float(gx[:, :6].mean() + gx[:, -6:].mean() + gy[:6].mean() + gy[-6:].mean()) / 4
    ratio = across / (0.5 * float(gx.mean() + gy.mean()) + 1e-6)
    along = float(gy[:, :4].mean() + gy[:, -4:].mean() + gx[:4].mean() + gx[-4:].mean()) / 4
    detail = along / (0.5 * float(gx.mean() + gy.mean()) + 1e-6)
    return [
        shares[3], shares[2], shares[1], shares[0], ratio, min(levels[3], 10.0), min(levels[0], 10.0), detail, float(body.mean()),
    ]


MODEL_TILES = 4


def analyse(values, context):
    """`values` float32 rows x columns after the Modality LUT. `context`: modality, bitsStored, lowest, highest, isMonochrome1,
    paddingMask (or None). Answers what the quality model looks at: float64 numbers in the order of METRIC_NAMES, the small
    view (1 x 128 x 128, x) and the first 4 active tiles (4 x 64 x 64, x; again from the first one where there are fewer)."""
    values = np.asarray(values, dtype=np.float32)
    x = to_fixed_scale(values, context)
    first, contrast = exposure(x)
    padded = pad_to_tile(x)
    rows, columns = padded.shape
    origins = [(r, c) for r in tile_origins(rows) for c in tile_origins(columns)]
    tiles = np.stack([padded[r : r + TILE, c : c + TILE] for r, c in origins]).astype(np.float64)
    means = tiles.mean(axis=(1, 2))
    deviations = np.sqrt(np.maximum((tiles**2).mean(axis=(1, 2)) - means**2, 0))
    # Tiles with most structure first; ties keep their order. Half of them, at least one and at most 40, are active.
    active = np.argsort(-np.floor(deviations * 1e6 + 0.5), kind="stable")[: min(max((len(tiles) + 1) // 2, 1), 40)]
    coarse = coarse_of(x)
    small = small_of(coarse)
    noises = noise(tiles, contrast, means)
    power = tile_spectra(tiles[active]).mean(axis=0)
    row_peak, row_frequency = line_peak(x, True)
    column_peak, column_frequency = line_peak(x, False)
    plane, plane_frequency = plane_peak(power, TILE, 0.1)
    group = modality_group(context["modality"])
    result = [
        *first, *noises, *sharpness(tiles, active, contrast, deviations), *spectrum(power),
        *direction(tiles, active, power, small), *blocks(tiles, active, contrast),
        row_peak, column_peak, row_frequency if row_peak >= column_peak else column_frequency, plane, plane_frequency,
        *ghosts(small), *dense_objects(coarse, small, contrast), *borders(small),
        math.log2(values.size), math.log2(values.shape[1] / values.shape[0]), float(min(context["bitsStored"], 16)),
        float(group == "XR"), float(group == "CT"), float(group == "MR"),
    ]
    seen = tiles[[active[i % len(active)] for i in range(MODEL_TILES)]]
    return np.array(result, dtype=np.float64), small[None].astype(np.float32), seen.astype(np.float32)


def measure(values, context):
    """The numbers alone, see `analyse`."""
    return analyse(values, context)[0]
