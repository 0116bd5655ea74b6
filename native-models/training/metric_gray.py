"""Exposure and noise: what gray levels and their scatter tell."""

import math

import numpy as np

from metric_views import BINS, correlation, log10, percentile


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
