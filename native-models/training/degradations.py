"""Generator A: degradations after the physics of how they arise, on clean images, with a severity from 0 to 1 each.

Everything works on x, gray level 0..1 on the fixed scale of metrics.py, float64 rows x columns. Lengths in pixels grow with the
image: `unit` is (side / 512) ** 0.6. Severity 0.15 is the least that is applied: just visible beside the clean image.
"""

import io
import math

import numpy as np
from PIL import Image, ImageDraw
from scipy import fft, ndimage

TYPES = ["motion", "blur", "noise", "underexposure", "overexposure", "metal", "truncation", "compression", "grid"]
LEAST = 0.15


def unit(x):
    return (max(x.shape) / 512) ** 0.6


def convolve(x, kernel):
    """By FFT, borders mirrored."""
    half = kernel.shape[0] // 2
    padded = np.pad(x, half, mode="symmetric")
    shape = [fft.next_fast_len(n, real=True) for n in padded.shape]
    out = fft.irfft2(fft.rfft2(padded, shape) * fft.rfft2(kernel, shape), shape)
    return out[2 * half : 2 * half + x.shape[0], 2 * half : 2 * half + x.shape[1]]


def resize(x, rows, columns, how=Image.BICUBIC):
    return np.asarray(Image.fromarray(x.astype(np.float32), mode="F").resize((columns, rows), how), dtype=np.float64)


def trajectory_kernel(length, rng):
    """Exposure along a smooth path: mostly straight, with a tremor and uneven speed."""
    steps = 200
    angle = rng.uniform(0, math.pi)
    bend = rng.normal(0, 0.5) * rng.integers(0, 2)
    t = np.linspace(-0.5, 0.5, steps)
    heading = angle + bend * t * 2
    py, px = np.cumsum(np.sin(heading)) / steps * length, np.cumsum(np.cos(heading)) / steps * length
    tremor = rng.uniform(0, 0.12) * length
    py, px = py + tremor * np.sin(t * rng.uniform(4, 20)), px + tremor * np.cos(t * rng.uniform(4, 20))
    py, px = py - py.mean(), px - px.mean()
    weight = 1 + rng.uniform(0, 0.8) * np.sin(t * 3 + rng.uniform(0, 6))
    half = int(math.ceil(max(np.abs(py).max(), np.abs(px).max()))) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1))
    y0, x0 = np.floor(py + half).astype(int), np.floor(px + half).astype(int)
    fy, fx = py + half - y0, px + half - x0
    for dy, dx, w in ((0, 0, (1 - fy) * (1 - fx)), (0, 1, (1 - fy) * fx), (1, 0, fy * (1 - fx)), (1, 1, fy * fx)):
        np.add.at(kernel, (np.minimum(y0 + dy, 2 * half), np.minimum(x0 + dx, 2 * half)), w * weight)
    return kernel / kernel.sum()


def motion(x, s, group, rng):
    if group == "MR":
        # Rigid steps between groups of phase-encoding lines: each group of k-space sees the head elsewhere.
        along = rng.integers(0, 2)
        u = x if along == 0 else x.T
        k = np.fft.fftshift(np.fft.fft2(u))
        rows, columns = u.shape
        ky = (np.arange(rows) - rows // 2) / rows
        kx = (np.arange(columns) - columns // 2) / columns
        jumps = rng.integers(4, 16)
        amount = (0.8 + 4.5 * s) * unit(x)
        edges = np.sort(rng.integers(0, rows, jumps))
        part = np.searchsorted(edges, np.arange(rows))
        dy, dx = rng.normal(0, amount, jumps + 1), rng.normal(0, amount, jumps + 1)
        centre = part[rows // 2]
        dy, dx = dy - dy[centre], dx - dx[centre]
        phase = np.exp(-2j * np.pi * (ky * dy[part])[:, None] - 2j * np.pi * dx[part][:, None] * kx[None, :])
        out = np.abs(np.fft.ifft2(np.fft.ifftshift(k * phase)))
        return out if along == 0 else out.T
    if group == "CT" and rng.random() < 0.5:
        # Half the projections see the body moved and turned: doubled contours.
        shift = (1.5 + 9 * s) * unit(x)
        angle = rng.uniform(0, 2 * math.pi)
        moved = ndimage.shift(x, (shift * math.sin(angle), shift * math.cos(angle)), order=1, mode="nearest")
        half = ndimage.shift(x, (shift / 2 * math.sin(angle), shift / 2 * math.cos(angle)), order=1, mode="nearest")
        share = rng.uniform(0.35, 0.5)
        return (1 - share) * (0.75 * x + 0.25 * half) + share * (0.75 * moved + 0.25 * half)
    return convolve(x, trajectory_kernel((2.5 + 16 * s) * unit(x), rng))


def blur(x, s, group, rng):
    sigma = (0.65 + 2.8 * s) * unit(x)
    if rng.random() < 0.5:
        return ndimage.gaussian_filter(x, sigma, mode="nearest")
    # Focal spot or defocus: a disc of the same second moment.
    radius = sigma * 2
    half = int(math.ceil(radius)) + 1
    yy, xx = np.mgrid[-half : half + 1, -half : half + 1]
    disc = np.clip(radius + 0.5 - np.sqrt(yy**2.0 + xx**2.0), 0, 1)
    return convolve(x, disc / disc.sum())


def field(shape, rng, correlation):
    """White noise through a Gaussian of `correlation` pixels, standard deviation 1."""
    n = rng.standard_normal(shape)
    return n if correlation < 0.2 else ndimage.gaussian_filter(n, correlation, mode="wrap") * (2 * math.sqrt(math.pi) * correlation)


def noise(x, s, group, rng):
    sigma = 0.010 + 0.085 * s**1.4
    if group == "MR":
        a, b = rng.standard_normal((2, *x.shape)) * sigma
        return np.sqrt((x + a) ** 2 + b**2)
    if group == "CT":
        # Ramp-filtered: little noise at low, little at the highest frequencies.
        n = field(x.shape, rng, rng.uniform(0.3, 0.9)) - 0.8 * field(x.shape, rng, 3.0) * 0.15
        return x + n / n.std() * sigma * (0.5 + 0.5 * (ndimage.uniform_filter(x, 31) > 0.05)) * 1.1
    # Quanta (variance grows with dose, here with 1 - x or x after how the image is shown), electronics, detector blur.
    level = x if rng.random() < 0.5 else 1 - x
    share = rng.uniform(0.4, 0.95)
    blurred = field(x.shape, rng, rng.uniform(0, 0.8))
    blurred /= blurred.std()
    return x + sigma * (np.sqrt(share * np.clip(level, 0, 1) * 2) * blurred + math.sqrt(1 - share) * rng.standard_normal(x.shape))


def underexposure(x, s, group, rng):
    dose = 1 - 0.2 - 0.65 * s
    out = x * dose
    if group == "XR":
        out = out + rng.standard_normal(x.shape) * np.sqrt(np.clip(out, 0, 1) + 0.02) * 0.006 * s
    return np.round(out * 255 * 4) / (255 * 4)


def overexposure(x, s, group, rng):
    gain = 1 + 0.14 + 1.1 * s
    lift = rng.uniform(0, 0.12) * s
    return x * gain + lift


def random_shape(shape, area, rng, kind):
    """Mask 0..1 of an implant of about `area` (share of the image): rod, plate with holes, ball and stem, screws."""
    rows, columns = shape
    scale = 2
    image = Image.new("L", (columns * scale, rows * scale), 0)
    draw = ImageDraw.Draw(image)
    cy, cx = rng.uniform(0.25, 0.75) * rows * scale, rng.uniform(0.25, 0.75) * columns * scale
    size = math.sqrt(area * rows * columns) * scale
    angle = rng.uniform(0, math.pi)

    def bar(y, x, length, width, a, value=255):
        dy, dx = math.sin(a) * length / 2, math.cos(a) * length / 2
        ny, nx = math.cos(a) * width / 2, -math.sin(a) * width / 2
        draw.polygon([(x - dx - nx, y - dy - ny), (x + dx - nx, y + dy - ny), (x + dx + nx, y + dy + ny), (x - dx + nx, y - dy + ny)], fill=value)

    def ball(y, x, radius, value=255):
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=value)

    if kind == "rod":
        bar(cy, cx, size * 2.6, size * 0.38, angle)
    elif kind == "plate":
        bar(cy, cx, size * 2.2, size * 0.5, angle)
        for k in range(-3, 4):
            ball(cy + math.sin(angle) * k * size * 0.3, cx + math.cos(angle) * k * size * 0.3, size * 0.09, 0)
    elif kind == "joint":
        ball(cy, cx, size * 0.42)
        bar(cy + math.sin(angle) * size * 0.8, cx + math.cos(angle) * size * 0.8, size * 1.6, size * 0.28, angle)
    elif kind == "screws":
        for _ in range(rng.integers(2, 6)):
            bar(cy + rng.normal(0, size * 0.6), cx + rng.normal(0, size * 0.6), size * 0.9, size * 0.18, angle + rng.normal(0, 0.4))
    else:
        for _ in range(rng.integers(1, 4)):
            ball(cy + rng.normal(0, size * 0.7), cx + rng.normal(0, size * 0.7), size * rng.uniform(0.15, 0.4))
    mask = np.asarray(image.resize((columns, rows), Image.BOX), dtype=np.float64) / 255
    return mask


KINDS = ["rod", "plate", "joint", "screws", "balls"]


def projection_artifact(x, mask, rng, angles=60, size=128):
    """Beam hardening and photon starvation: the error of the logarithm of what arrives behind metal, filtered and projected
    back. At 128 x 128."""
    body, metal = resize(x, size, size, Image.BOX), resize(mask, size, size, Image.BOX)
    ramp = np.abs(np.fft.rfftfreq(size)) * 2
    out = np.zeros((size, size))
    starving = rng.uniform(0.3, 1.0)
    for angle in np.arange(angles) * (180 / angles):
        both = ndimage.rotate(np.stack([body, metal], axis=-1), angle, reshape=False, order=1, mode="constant")
        p_body, p_metal = both[..., 0].sum(axis=0) / size, both[..., 1].sum(axis=0) / size
        hardening = -(p_metal**2) * 12 - 2.5 * p_body * p_metal
        starvation = rng.standard_normal(size) * np.sqrt(np.expm1(np.minimum(p_metal * 22, 3.5))) * 0.12 * starving
        filtered = np.fft.irfft(np.fft.rfft(hardening + starvation) * ramp, size)
        out += ndimage.rotate(np.tile(filtered, (size, 1)), -angle, reshape=False, order=1, mode="nearest")
    out /= max(np.percentile(np.abs(out[metal < 0.2]), 98), 1e-6)
    return resize(out, *x.shape)


def star(x, cy, cx, rng, count, strength):
    """Straight streaks through a point, fading outwards."""
    rows, columns = x.shape
    out = np.zeros_like(x)
    length = max(rows, columns)
    for sign, part in ((1.0, count - count // 3), (-1.0, count // 3)):
        image = Image.new("L", (columns, rows), 0)
        draw = ImageDraw.Draw(image)
        for _ in range(part):
            a = rng.uniform(0, 2 * math.pi)
            far = (cx + math.cos(a) * length, cy + math.sin(a) * length)
            draw.line([(cx, cy), far], fill=int(rng.uniform(120, 255)), width=max(1, int(rng.uniform(1, 3.5) * unit(x))))
        out += sign * ndimage.gaussian_filter(np.asarray(image, dtype=np.float64) / 255, 0.6)
    yy, xx = np.mgrid[0:rows, 0:columns]
    r = np.sqrt((yy - cy) ** 2 + (xx - cx) ** 2)
    return out * strength / (1 + r / (0.25 * length))


def metal(x, s, group, rng):
    area = 0.006 + 0.045 * s
    mask = random_shape(x.shape, area, rng, rng.choice(KINDS))
    cy, cx = ndimage.center_of_mass(mask) if mask.sum() > 0 else (x.shape[0] / 2, x.shape[1] / 2)
    top = max(np.percentile(x, 99.5) * 1.15, 0.75)
    if group == "CT":
        mask = random_shape(x.shape, 0.002 + 0.016 * s, rng, rng.choice(["balls", "rod", "joint", "screws"]))
        streaks = projection_artifact(x, mask, rng) * (0.04 + 0.30 * s)
        return np.where(mask > 0.5, top, x + streaks * (1 - mask))
    if group == "MR":
        # Susceptibility: signal void with a bright rim, surroundings pulled in.
        soft = ndimage.gaussian_filter(mask, (1.5 + 6 * s) * unit(x))
        soft /= max(soft.max(), 1e-6)
        gy, gx = np.gradient(soft)
        pull = (4 + 18 * s) * unit(x) ** 2
        yy, xx = np.mgrid[0 : x.shape[0], 0 : x.shape[1]]
        warped = ndimage.map_coordinates(x, [yy - gy * pull * 4, xx - gx * pull * 4], order=1, mode="nearest")
        rim = np.clip(soft * (1 - soft) * 4, 0, 1) ** 4
        return warped * (1 - np.clip(soft * 1.6, 0, 1)) + rim * (0.3 + 0.5 * s) * top
    out = x * (1 - mask) + mask * (top * rng.uniform(0.96, 1.0) + 0.01 * rng.standard_normal(x.shape))
    # Scatter veil and, where edges were enhanced, dark rims; sometimes straight streaks.
    veil = ndimage.gaussian_filter(mask, 6 * unit(x))
    out = out + (0.02 + 0.12 * s) * veil * (1 - mask)
    rim = ndimage.gaussian_filter(mask, 2 * unit(x)) * (1 - mask)
    out = out - (0.05 + 0.35 * s) * rim * rng.uniform(0, 1)
    if rng.random() < 0.55:
        out = out + star(x, cy, cx, rng, int(6 + 18 * s), 0.05 + 0.30 * s) * (1 - mask)
    return out


def body_box(x):
    """Rows and columns in which more than 4 % is body (metrics.py's threshold)."""
    low, high = np.percentile(x, (5, 95))
    body = x > low + 0.25 * (high - low)
    rows, columns = np.nonzero(body.mean(axis=1) > 0.04)[0], np.nonzero(body.mean(axis=0) > 0.04)[0]
    if len(rows) < 8 or len(columns) < 8:
        return 0, x.shape[0], 0, x.shape[1]
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def truncation(x, s, group, rng):
    """Cuts 8 to 45 % off the body on one to four sides. The rest is zoomed back (the field of view was too small), stays as it
    is, or is surrounded by black (collimated too tightly; a round field of view in CT)."""
    r0, r1, c0, c1 = body_box(x)
    sides = rng.permutation(4)[: rng.choice([1, 2, 4], p=[0.25, 0.35, 0.4])]
    loss = (0.10 + 0.38 * s) * (1.0 if len(sides) < 4 else 0.62)
    height, width = r1 - r0, c1 - c0
    top, bottom, left, right = 0, x.shape[0], 0, x.shape[1]
    for side in sides:
        part = loss * rng.uniform(0.8, 1.2)
        if side == 0:
            top = r0 + int(part * height)
        elif side == 1:
            bottom = r1 - int(part * height)
        elif side == 2:
            left = c0 + int(part * width)
        else:
            right = c1 - int(part * width)
    if bottom <= top or right <= left:
        # Both ends of one axis lost more than there was: a fifth around the middle stays.
        top, bottom, left, right = (int(n * f) for n, f in ((x.shape[0], 0.4), (x.shape[0], 0.6), (x.shape[1], 0.4), (x.shape[1], 0.6)))
    way = rng.random()
    if way < 0.2:
        out = np.full_like(x, float(np.percentile(x, 1)) if rng.random() < 0.6 else 0.0)
        out[top:bottom, left:right] = x[top:bottom, left:right]
        if group == "CT" and rng.random() < 0.6:
            yy, xx = np.mgrid[0 : x.shape[0], 0 : x.shape[1]]
            cy, cx = (r0 + r1) / 2, (c0 + c1) / 2
            radius = 0.5 * math.sqrt(height * width) * (0.98 - 0.45 * s)
            out = np.where((yy - cy) ** 2 + (xx - cx) ** 2 < radius**2, x, 0.0)
        return out
    cut = x[top:bottom, left:right]
    if way < 0.78:
        # Half keep the aspect ratio of the cut, half fill the old frame.
        if rng.random() < 0.6:
            return resize(cut, *x.shape, how=Image.BICUBIC if rng.random() < 0.6 else Image.BILINEAR)
        factor = max(x.shape) / max(cut.shape)
        return resize(cut, max(int(cut.shape[0] * factor), 8), max(int(cut.shape[1] * factor), 8))
    return cut.copy()


def grid(x, s, group, rng):
    rows, columns = x.shape
    if group == "MR":
        part = (0.05 + 0.40 * s) * rng.uniform(0.9, 1.1)
        fraction = rng.choice([2, 2, 2, 3, 4])
        axis = rng.integers(0, 2)
        n = x.shape[axis]
        ghost = np.roll(x, n // fraction, axis=axis)
        if fraction > 2:
            ghost = 0.5 * (ghost + np.roll(x, -(n // fraction), axis=axis))
        return np.sqrt((x * (1 - 0.5 * part)) ** 2 + (ghost * part) ** 2) if rng.random() < 0.5 else x * (1 - part) + ghost * part
    yy, xx = np.mgrid[0:rows, 0:columns]
    amplitude = 0.010 + 0.075 * s**1.2
    tilt = rng.normal(0, 0.03) + (math.pi / 2 if rng.random() < 0.5 else 0)
    frequency = rng.uniform(0.04, 0.46)
    position = xx * math.cos(tilt) + yy * math.sin(tilt)
    lines = np.sin(2 * math.pi * frequency * position + rng.uniform(0, 6))
    if rng.random() < 0.35:
        # Moire: a second pattern, little different.
        second = tilt + rng.normal(0, 0.08)
        position = xx * math.cos(second) + yy * math.sin(second)
        lines = 0.6 * lines + 0.6 * np.sin(2 * math.pi * frequency * rng.uniform(0.9, 1.1) * position)
    elif rng.random() < 0.3:
        lines = np.sign(lines) * np.abs(lines) ** 0.4
    if rng.random() < 0.3:
        # Cut-off of the grid: darker to one side as well.
        lines = lines - 3 * (0.5 - (xx / columns if rng.random() < 0.5 else 1 - xx / columns)) * rng.uniform(0, 1)
    return x * (1 + amplitude * 1.6 * lines) + 0.25 * amplitude * lines


def compression(x, s, group, rng):
    quality = int(round(4 + 34 * (1 - s) ** 1.3))
    buffer = io.BytesIO()
    Image.fromarray(np.round(np.clip(x, 0, 1) * 255).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer), dtype=np.float64) / 255


APPLY = {
    "motion": motion, "blur": blur, "noise": noise, "underexposure": underexposure, "overexposure": overexposure,
    "metal": metal, "truncation": truncation, "compression": compression, "grid": grid,
}
ORDER = ["metal", "truncation", "motion", "blur", "underexposure", "overexposure", "grid", "noise", "compression"]


def harmless(x, group, rng):
    """What looks like a fault and is none: collimation outside the body, markers and text, small implants, an edge-enhanced or
    slightly smoothed picture, mild JPEG, a little noise."""
    x = x.copy()
    if group == "XR" and rng.random() < 0.25:
        # Collimated: black borders that take no anatomy of interest (at most 6 % a side).
        for side in rng.permutation(4)[: rng.integers(1, 5)]:
            n = int(rng.uniform(0.01, 0.06) * x.shape[side // 2])
            level = 0.0 if rng.random() < 0.7 else float(x.min())
            [x[:n], x[-n or None :], x[:, :n], x[:, -n or None :]][side][...] = level
    if group == "XR" and rng.random() < 0.3:
        image = Image.new("L", (x.shape[1], x.shape[0]), 0)
        draw = ImageDraw.Draw(image)
        for _ in range(rng.integers(1, 3)):
            text = str(rng.choice(["L", "R", "AP", "PORTABLE", "PA", "L 12:40", "SUPINE"]))
            stamp = Image.new("L", (8 * len(text) + 4, 14), 0)
            ImageDraw.Draw(stamp).text((2, 1), text, fill=255)
            factor = max(1, int(rng.uniform(0.8, 2.5) * max(x.shape) / 400))
            stamp = stamp.resize((stamp.width * factor, stamp.height * factor))
            image.paste(stamp, (int(rng.uniform(0, 0.85) * x.shape[1]), int(rng.choice([0.02, 0.86]) * x.shape[0])))
        del draw
        x = np.maximum(x, np.asarray(image, dtype=np.float64) / 255 * rng.uniform(0.85, 1))
    if group != "MR" and rng.random() < 0.18:
        mask = random_shape(x.shape, rng.uniform(0.0002, 0.0025), rng, rng.choice(KINDS))
        x = x * (1 - mask) + mask * max(float(np.percentile(x, 99.5)) * rng.uniform(0.95, 1.1), 0.6)
    if rng.random() < 0.25:
        x = ndimage.gaussian_filter(x, rng.uniform(0.2, 0.45))
    elif rng.random() < 0.25:
        x = x + rng.uniform(0.1, 0.6) * (x - ndimage.gaussian_filter(x, rng.uniform(0.8, 2.5) * unit(x)))
    if rng.random() < 0.4:
        x = x + rng.standard_normal(x.shape) * rng.uniform(0, 0.006)
    return np.clip(x, 0, 1)


def draw_severities(rng, clean_share=0.25):
    """{type: severity}; a quarter is clean, then one, two or three types. Under- and overexposure never together."""
    if rng.random() < clean_share:
        return {}
    count = rng.choice([1, 2, 3], p=[0.6, 0.27, 0.13])
    types = list(rng.permutation(TYPES)[:count])
    if "underexposure" in types and "overexposure" in types:
        types.remove("overexposure")
    return {str(t): float(rng.uniform(LEAST, 1)) for t in types}


def degrade(x, severities, group, rng):
    """x with every degradation of `severities`, in the order in which they arise; not clipped after the last."""
    order = list(ORDER)
    if rng.random() < 0.5:
        # Cut and zoomed after everything else: what was stored is shown enlarged.
        order.remove("truncation")
        order.insert(len(order) - 1, "truncation")
    for name in order:
        if name in severities:
            x = np.clip(APPLY[name](x, severities[name], group, rng), 0, 1)
    return x


def true_score(severities):
    """1 flawless, 0 useless: the product of 1 - 0.8 x severity."""
    score = 1.0
    for s in severities.values():
        score *= 1 - 0.8 * s
    return score
