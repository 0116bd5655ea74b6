"""Generator B: the same nine faults, written apart from generator A with other formulas and parameters. Never used for training,
calibration or thresholds; only `evaluate.py` uses it."""

import math

import numpy as np
from scipy import fft, ndimage

TYPES = ["motion", "blur", "noise", "underexposure", "overexposure", "metal", "truncation", "compression", "grid"]


def motion(x, s, group, rng):
    """Mean of copies moved along a line or a parabola and, for small images, turned a little (no kernel, no k-space)."""
    length = (3 + 13 * s) * max(x.shape) ** 0.5 / 22.6
    angle, turn = rng.uniform(0, math.pi), rng.normal(0, 0.25) * s
    copies = int(max(5, math.ceil(length * 1.5)))
    out = np.zeros_like(x)
    small = x.size < 150_000
    for t in np.linspace(-0.5, 0.5, copies):
        bow = 0.25 * length * (t * t * 4 - 1 / 3) * (1 if small else 0)
        dy, dx = length * t * math.sin(angle) + bow * math.cos(angle), length * t * math.cos(angle) - bow * math.sin(angle)
        moved = ndimage.rotate(x, turn * t * 4, reshape=False, order=1, mode="nearest") if small else x
        out += ndimage.shift(moved, (dy, dx), order=1, mode="nearest")
    return out / copies


def blur(x, s, group, rng):
    """Butterworth low-pass of second order in the frequency domain."""
    cut = 0.30 * (1 - s) ** 1.2 + 0.028
    cut *= (512 / max(x.shape)) ** 0.5
    p = 16
    padded = np.pad(x, p, mode="symmetric")
    fy, fx = np.fft.fftfreq(padded.shape[0])[:, None], np.fft.rfftfreq(padded.shape[1])[None, :]
    out = fft.irfft2(fft.rfft2(padded) / (1 + ((fy**2 + fx**2) / cut**2) ** 2), padded.shape)
    return out[p:-p, p:-p]


def noise(x, s, group, rng):
    """Multiplicative (gamma) and additive Laplacian noise, half of it as 2 x 2 grains."""
    strength = 0.012 + 0.075 * s
    grains = rng.laplace(0, 1, ((x.shape[0] + 1) // 2, (x.shape[1] + 1) // 2)).repeat(2, 0).repeat(2, 1)[: x.shape[0], : x.shape[1]]
    fine = rng.laplace(0, 1, x.shape)
    share = rng.uniform(0, 0.5)
    additive = (fine * (1 - share) + grains * share) / math.sqrt(2)
    looks = 1 / (strength * 1.2) ** 2
    return x * rng.gamma(looks, 1 / looks, x.shape) * 0.6 + 0.4 * x + strength * 0.8 * additive


def underexposure(x, s, group, rng):
    """Toe of a film curve: gamma and loss of white; fewer gray levels."""
    out = x ** (1 + 0.9 * s) * (0.85 - 0.5 * s)
    levels = int(220 - 150 * s)
    return np.round(out * levels) / levels


def overexposure(x, s, group, rng):
    """Shoulder: lifted, bent upwards, cut off."""
    out = 1 - (1 - x) ** (1.25 + 1.5 * s)
    return out * (1.08 + 0.35 * s) + 0.02 * s


def metal(x, s, group, rng):
    """Ellipses and a cross bar at full white with sinusoidal streaks in angle that fade with distance; dark bands between."""
    rows, columns = x.shape
    yy, xx = np.mgrid[0:rows, 0:columns]
    size = (0.030 + 0.055 * s) * max(rows, columns)
    mask = np.zeros(x.shape, dtype=bool)
    streaks = np.zeros_like(x)
    for _ in range(rng.integers(1, 4)):
        cy, cx = rng.uniform(0.3, 0.7) * rows, rng.uniform(0.3, 0.7) * columns
        a, b, t = size * rng.uniform(0.6, 1.3), size * rng.uniform(0.3, 0.7), rng.uniform(0, math.pi)
        u, v = (xx - cx) * math.cos(t) + (yy - cy) * math.sin(t), (yy - cy) * math.cos(t) - (xx - cx) * math.sin(t)
        mask |= (np.abs(u) < a) & (np.abs(v) < b * 0.6) if rng.random() < 0.4 else (u / a) ** 2 + (v / b) ** 2 < 1
        r, theta = np.hypot(u, v), np.arctan2(v, u)
        waves = sum(rng.normal() * np.cos(k * theta + rng.uniform(0, 6)) for k in (2, 6, 11, 17, 23, 31))
        streaks += waves * np.exp(-r / (0.3 * max(rows, columns))) * (0.025 + 0.10 * s)
    if group == "MR":
        hole = ndimage.gaussian_filter(mask.astype(float), size * 0.35)
        return x * (1 - np.clip(hole * 2.2, 0, 1)) + 0.9 * (np.abs(hole - 0.25) < 0.05)
    return np.where(mask, max(0.92, float(x.max())), x + streaks)


def truncation(x, s, group, rng):
    """Part of the image's area goes, around a random point near the middle; zoomed back (linear) four times in five."""
    rows, columns = x.shape
    keep = math.sqrt(1 - (0.22 + 0.50 * s))
    h, w = int(rows * keep), int(columns * keep)
    top = int(np.clip(rng.normal(0.5, 0.35), 0, 1) * (rows - h))
    left = int(np.clip(rng.normal(0.5, 0.35), 0, 1) * (columns - w))
    cut = x[top : top + h, left : left + w]
    if rng.random() < 0.2:
        return cut.copy()
    return ndimage.zoom(cut, (rows / h, columns / w), order=1, mode="nearest", grid_mode=True)


def compression(x, s, group, rng):
    """Own 8 x 8 cosine transform: a step that grows with frequency, coefficients under half a step vanish."""
    rows, columns = x.shape
    padded = np.pad(x, ((0, -rows % 8), (0, -columns % 8)), mode="edge")
    b = padded.reshape(padded.shape[0] // 8, 8, padded.shape[1] // 8, 8).transpose(0, 2, 1, 3)
    c = fft.dctn(b, axes=(2, 3), norm="ortho")
    u = np.arange(8)[:, None] + np.arange(8)[None, :]
    step = (0.03 + 0.34 * s**1.3) * (1 + 0.35 * u) / 1.6
    out = fft.idctn(np.round(c / step) * step, axes=(2, 3), norm="ortho")
    return out.transpose(0, 2, 1, 3).reshape(padded.shape)[:rows, :columns]


def grid(x, s, group, rng):
    """Additive saw-tooth or square lines of a whole or broken period; in MR a doubled image a third or half away."""
    rows, columns = x.shape
    if group == "MR":
        part = 0.07 + 0.33 * s
        shift = rng.choice([rows // 2, rows // 3])
        if rng.random() < 0.5:
            return (x + part * np.roll(x, shift, axis=0)) / (1 + 0.4 * part)
        return (x + part * np.roll(x, columns // 2, axis=1)) / (1 + 0.4 * part)
    period = rng.uniform(2.3, 18)
    axis = np.arange(columns if rng.random() < 0.5 else rows) / period
    line = np.mod(axis, 1) * 2 - 1 if rng.random() < 0.4 else np.where(np.mod(axis, 1) < 0.5, 1.0, -1.0)
    line = ndimage.gaussian_filter1d(line, 0.5)
    amplitude = 0.012 + 0.055 * s
    lines = line[None, :] if len(axis) == columns and (columns != rows or rng.random() < 0.5) else line[:, None]
    return x + amplitude * lines * (0.35 + x)


APPLY = {
    "motion": motion, "blur": blur, "noise": noise, "underexposure": underexposure, "overexposure": overexposure,
    "metal": metal, "truncation": truncation, "compression": compression, "grid": grid,
}
ORDER = ["truncation", "metal", "motion", "blur", "grid", "underexposure", "overexposure", "noise", "compression"]


def degrade(x, severities, group, rng):
    for name in ORDER:
        if name in severities:
            x = np.clip(APPLY[name](x, severities[name], group, rng), 0, 1)
    return x


def draw_severities(rng, clean_share=0.25):
    """A quarter is clean; half of the rest has one fault, half has two."""
    if rng.random() < clean_share:
        return {}
    types = [str(t) for t in rng.choice(TYPES, size=1 if rng.random() < 0.5 else 2, replace=False)]
    if types == ["underexposure", "overexposure"] or types == ["overexposure", "underexposure"]:
        types = types[:1]
    return {t: float(rng.beta(1.2, 1.2) * 0.85 + 0.15) for t in types}
