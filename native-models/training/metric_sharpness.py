"""Local contrast and sharpness, from finite differences and from an image blurred once more."""

import math

import numpy as np

from metric_views import EPSILON, log10, percentile, TILE


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
