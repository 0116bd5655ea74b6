"""Dense objects with their streaks, and anatomy that is cut off at a border."""

import math

import numpy as np

from metric_views import box_mean, log10, percentile


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
