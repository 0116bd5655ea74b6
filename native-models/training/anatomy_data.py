"""What the body region model sees: images and their groups, the preprocessing, and images that show no body.

`main/core/quality/preprocess` holds `body_region_input` in TypeScript; both must agree to 1e-4.
"""

import csv
import hashlib
import re
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
SIZE = 64

REGIONS = ["HEAD", "CHEST", "ABDOMEN", "PELVIS", "SPINE", "BREAST", "HAND"]
"""Order of the model's outputs; one more follows them, `unlike`: no body at all."""
REGION_OF_LABEL = {
    "CT_HEAD": "HEAD", "MR_HEAD": "HEAD", "CT_CHEST": "CHEST", "XR_CHEST": "CHEST", "CT_ABDOMEN": "ABDOMEN",
    "XR_PELVIS": "PELVIS", "XR_SPINE": "SPINE", "MR_BREAST": "BREAST", "XR_HAND": "HAND",
}

SOFT_TISSUE = (-200.0, 300.0)
"""Hounsfield units that CT is clamped to: the training images of CT exist in soft tissue windows only."""


def cell_weights(length, cells=SIZE):
    """cells x length: how much of each pixel lies in each of `cells` equal cells, rows summing to 1."""
    edges = np.arange(cells + 1, dtype=np.float64) * length / cells
    pixels = np.arange(length, dtype=np.float64)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    return np.maximum(overlap, 0.0) * cells / length


def area_average(values):
    """Mean gray in each cell of a 64 x 64 net over the whole image; pixels on a border count by their share."""
    rows, columns = values.shape
    return cell_weights(rows) @ values.astype(np.float64) @ cell_weights(columns).T


def percentile_window(small):
    """1st percentile becomes 0, the 99th 1 (linear interpolation between ranks), beyond is clipped; all 0 without contrast."""
    low, high = np.percentile(small, [1, 99])
    if high - low < 1e-6 * max(1.0, abs(low), abs(high)):
        return np.zeros((SIZE, SIZE), dtype=np.float32)
    return np.clip((small - low) / (high - low), 0.0, 1.0).astype(np.float32)


def body_region_input(values, context):
    """64 x 64 float32 in 0..1, white is dense (radiographs, CT) or bright.

    `values` after the Modality LUT; `context`: modality, lowest (of what the stored bits can hold), isMonochrome1,
    paddingMask (1 is padding) or None. CT in Hounsfield units (lowest under -200) is clamped to the soft tissue window.
    Padding takes the value that is shown darkest.
    """
    x = np.asarray(values, dtype=np.float32).astype(np.float64)
    mask = context.get("paddingMask")
    inverted = bool(context.get("isMonochrome1"))
    if mask is not None:
        kept = x[mask == 0]
        dark = (kept.max() if inverted else kept.min()) if kept.size else 0.0
        x = np.where(mask != 0, dark, x)
    if context["modality"] == "CT" and context["lowest"] < -200:
        x = np.clip(x, *SOFT_TISSUE)
    windowed = percentile_window(area_average(x))
    return 1.0 - windowed if inverted else windowed


def read_jpeg(path):
    return np.asarray(Image.open(path).convert("L"), dtype=np.float32)


def read_dicom(path):
    """(values, context) of the first frame of an uncompressed gray file, values after slope and intercept."""
    data = pydicom.dcmread(path)
    stored = data.pixel_array
    stored = stored[0] if stored.ndim > 2 else stored
    slope, intercept = float(data.get("RescaleSlope", 1)), float(data.get("RescaleIntercept", 0))
    values = stored.astype(np.float32) * np.float32(slope) + np.float32(intercept)
    padding = data.get("PixelPaddingValue")
    mask = None if padding is None else (stored == padding).astype(np.uint8)
    bits = int(data.BitsStored)
    lowest = (-(2 ** (bits - 1)) if data.PixelRepresentation else 0) * slope + intercept
    context = {
        "modality": data.Modality, "lowest": lowest, "isMonochrome1": data.PhotometricInterpretation == "MONOCHROME1",
        "paddingMask": mask,
    }
    return values, context


HELD_OUT_GROUPS = {
    # Sources that are never trained on. The rest of the head images (MedNIST, decubitus, EPI) is.
    "ge-head": "test", "adi": "test",
    "decubitus": "train",
    # Runs of chest CT slices; no hash of the twelve falls among the tested.
    "Malignant cases_blk1": "test", "Malignant cases_blk5": "test",
    # Two of seven.
    "331_DDH_1": "test", "331_DDH_115": "test",
}


def split_of(row, rank, count):
    """`train`, `validate`, `test`, or None for the gaps.

    By group, chosen by its hash: 70 % train, 10 % validate, 20 % test. MedNIST has no patients, only the order of its files,
    in which slices of one patient are neighbours: its one group for each class is cut into three runs, with gaps between
    them that are left out: 0 to 66 %, 68 to 78 %, 80 to 100 %.
    """
    if row["group"].startswith("mednist"):
        place = rank / count
        return "train" if place < 0.66 else None if place < 0.68 else "validate" if place < 0.78 else None if place < 0.8 else "test"
    if row["group"] in HELD_OUT_GROUPS:
        return HELD_OUT_GROUPS[row["group"]]
    if row["label"] == "XR_PELVIS":
        return "train"
    share = int(hashlib.sha256(row["group"].encode()).hexdigest()[:8], 16) / 2**32
    return "train" if share < 0.7 else "validate" if share < 0.8 else "test"


def source_of(row):
    return row["label"] + " " + row["source_repo"].split("/")[-1]


def load_images(splits, shared=SHARED):
    """Every image of these splits as (small: n x 64 x 64 float32 gray levels, region index, split, source)."""
    rows = list(csv.DictReader(open(shared / "images" / "MANIFEST.tsv"), delimiter="\t"))
    order = {}
    for row in rows:
        order.setdefault(row["group"], []).append(row)
    items = []
    for members in order.values():
        if members[0]["group"].startswith("mednist"):
            members.sort(key=lambda row: int(re.findall(r"\d+", row["source_path"])[-1]))
        for rank, row in enumerate(members):
            split = split_of(row, rank, len(members))
            if split in splits:
                small = area_average(read_jpeg(shared / "images" / row["path"]))
                items.append((small.astype(np.float32), REGION_OF_LABEL[row["label"]], split, source_of(row)))
    items.extend(load_series(splits, shared))
    return (
        np.stack([item[0] for item in items]),
        np.array([REGIONS.index(item[1]) for item in items]),
        np.array([item[2] for item in items]),
        np.array([item[3] for item in items]),
    )


def load_series(splits, shared):
    """The 16-bit heads: GE CT is the source of the group ge-head and held out like it, both MR series are trained on."""
    items = []
    for folder, name, split in (
        ("series-ct", "CT_HEAD 16 bit", "test"), ("series-mr/ge-epi-brain", "MR_HEAD EPI 16 bit", "train"),
        ("series-mr/siemens-t1-sag", "MR_HEAD T1 16 bit", "train"),
    ):
        for path in sorted((shared / "dicom" / folder).rglob("*")) if split in splits else []:
            if path.is_file():
                values, context = read_dicom(path)
                items.append((body_region_input(values, context) * 255, "HEAD", split, name))
    return items


def no_bodies(count, seed):
    """Drawn images that show no body: flat, ramps, noise of every grain, bars, boards, discs, rectangles, text-like strokes,
    and line-pair or contrast phantoms. count x 64 x 64, 0..255."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:SIZE, 0:SIZE] / (SIZE - 1.0)
    images = []
    for index in range(count):
        kind = index % 9
        if kind == 0:
            angle = random.uniform(0, 2 * np.pi)
            image = np.cos(angle) * x + np.sin(angle) * y
            image = image ** 2 if random.random() < 0.3 else image
        elif kind == 1:
            image = coloured_noise(random, random.uniform(0, 2.5))
        elif kind == 2:
            frequency = random.uniform(2, 24)
            angle = random.uniform(0, np.pi)
            image = np.sin(frequency * np.pi * (np.cos(angle) * x + np.sin(angle) * y))
            image = np.sign(image) if random.random() < 0.5 else image
        elif kind == 3:
            cells = random.integers(2, 12)
            image = ((np.floor(x * cells) + np.floor(y * cells)) % 2).astype(float)
        elif kind == 4:
            image = np.zeros((SIZE, SIZE))
            for _ in range(random.integers(1, 8)):
                cx, cy, rx, ry = random.uniform(0, 1, 2).tolist() + random.uniform(0.03, 0.5, 2).tolist()
                image[((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1] = random.uniform(0, 1)
        elif kind == 5:
            image = np.zeros((SIZE, SIZE))
            for _ in range(random.integers(1, 10)):
                a, b = np.sort(random.uniform(0, 1, 2)), np.sort(random.uniform(0, 1, 2))
                image[(x >= a[0]) & (x <= a[1]) & (y >= b[0]) & (y <= b[1])] = random.uniform(0, 1)
        elif kind == 6:
            image = np.zeros((SIZE, SIZE))
            for line in range(random.integers(2, 9)):
                top = int((line + 0.5) * SIZE / 9)
                start, stop = sorted(random.integers(0, SIZE, 2))
                ink = random.random((4, max(stop - start, 1))) < 0.6
                image[top : top + 4, start : start + ink.shape[1]] = ink[: len(image[top : top + 4])]
            image = 1 - image if random.random() < 0.5 else image
        elif kind == 7:
            radius = np.hypot(x - 0.5, y - 0.5)
            image = (radius < random.uniform(0.25, 0.48)) * random.uniform(0.3, 1)
            inserts = random.integers(3, 12)
            for i in range(inserts):
                turn = 2 * np.pi * i / inserts
                image = np.where(np.hypot(x - 0.5 - 0.2 * np.cos(turn), y - 0.5 - 0.2 * np.sin(turn)) < 0.04, random.uniform(0, 1), image)
        else:
            image = np.full((SIZE, SIZE), random.uniform(0, 1))
            for _ in range(random.integers(0, 30)):
                image[random.integers(0, SIZE), random.integers(0, SIZE)] = random.uniform(0, 1)
        image = image + random.choice([0.0, 0.02, 0.1]) * random.standard_normal((SIZE, SIZE))
        low, high = image.min(), image.max()
        images.append((image - low) / max(high - low, 1e-6) * 255)
    return np.stack(images).astype(np.float32)


def coloured_noise(random, exponent):
    """Noise whose amplitude falls with frequency to the power of `exponent`: 0 white, 2 clouds."""
    frequency = np.hypot(np.fft.fftfreq(SIZE)[:, None], np.fft.fftfreq(SIZE)[None, :])
    frequency[0, 0] = 1.0
    return np.real(np.fft.ifft2(np.fft.fft2(random.standard_normal((SIZE, SIZE))) / frequency**exponent))


def scrambled(images, random):
    """Bodies cut into 16 or 64 tiles and laid anew: the same grays and textures, no anatomy."""
    out = np.empty_like(images)
    for index, image in enumerate(images):
        tile = random.choice([8, 16])
        count = SIZE // tile
        tiles = image.reshape(count, tile, count, tile).transpose(0, 2, 1, 3).reshape(-1, tile, tile)
        tiles = tiles[random.permutation(len(tiles))]
        out[index] = tiles.reshape(count, count, tile, tile).transpose(0, 2, 1, 3).reshape(SIZE, SIZE)
    return out
