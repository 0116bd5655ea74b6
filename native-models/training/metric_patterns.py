"""What repeats: blocks of a compression, lines of a grid, ghosts."""

import math

import numpy as np

from metric_objects import borders
from metric_spectrum import radial_frequency, spectrum
from metric_views import box_mean, hann, log10, percentile


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
