"""Power spectra of tiles, and in which direction an image is smeared."""

import math

import numpy as np

from metric_views import hann, log10, TILE


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
