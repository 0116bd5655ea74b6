"""Images, splits and samples for the quality model.

A base image is a real, clean image; its group (patient, series or block of files, from MANIFEST.tsv) lies in one split only.
Whole sources are never trained on (`unseen`). A sample is a base image at some size and depth, with harmless changes and with
degradations; it is made again from its seed, whatever ran before it.
"""

import csv
import hashlib
import os
import tempfile
import warnings
from multiprocessing import Pool

import numpy as np
from PIL import Image

import degradations
import degradations_second
import metric_views
import metrics

HERE = os.path.dirname(os.path.abspath(__file__))

# name: (modality, label and start of file name below data/images, split; None is by group, samples drawn for one of train)
IMAGE_SOURCES = {
    "nih-chest": ("XR", "XR_CHEST/nih", None),
    "kermany-chest": ("XR", "XR_CHEST/kermany", None),
    "iqoth-ct": ("CT", "CT_CHEST/iqoth", None),
    "fnndsc-mr": ("MR", "MR_HEAD/fnndsc", "train"),
    "spine": ("XR", "XR_SPINE/", "unseen"),
    "pelvis": ("XR", "XR_PELVIS/", "unseen"),
    "decubitus-mr": ("MR", "MR_HEAD/neuro", "unseen"),
}
# Same, below data/dicom.
DICOM_SOURCES = {
    "ge-head-ct": ("CT", ["series-ct/ge-head/"], "train"),
    "dcm4che-mr": ("MR", ["syntaxes/dcm4che__dicom_MR"], "train"),
    "nema-xr": ("XR", ["radiographs/dicom-test-files__J2KI_RG2", "radiographs/dicom-test-files__J2KR_XA1"], "train"),
    "single-mr": ("MR", ["syntaxes/dcmjs-dimse__datasets_ele", "syntaxes/fo-dicom__Data_mr.dcm",
                         "singles/orthanc-tests__StructuredReports_IM631", "singles/pydicom__test_files_examples_overlay"], "test"),
    "siemens-mr": ("MR", ["series-mr/siemens-t1-sag/"], "unseen"),
    "single-ct": ("CT", ["singles/orthanc-tests__Database_2020-08-12-Christopher", "singles/orthanc-tests__RTH_CT01"], "unseen"),
    "rg3-xr": ("XR", ["radiographs/pydicom-data__data_RG3_J2KR"], "unseen"),
}
# Share of each source in a set of samples, by split.
SHARES = {
    "train": {"nih-chest": 0.36, "kermany-chest": 0.20, "iqoth-ct": 0.18, "fnndsc-mr": 0.09, "ge-head-ct": 0.06, "dcm4che-mr": 0.08, "nema-xr": 0.03},
    "validation": {"nih-chest": 0.45, "kermany-chest": 0.30, "iqoth-ct": 0.25},
    "test": {"nih-chest": 0.43, "kermany-chest": 0.27, "iqoth-ct": 0.25, "single-mr": 0.05},
    "unseen": {"spine": 0.50, "pelvis": 0.12, "decubitus-mr": 0.12, "siemens-mr": 0.16, "single-ct": 0.05, "rg3-xr": 0.05},
}
SIDES = {
    "nih-chest": ([1024, 768, 512, 384, 256], [0.12, 0.13, 0.35, 0.15, 0.25]),
    "iqoth-ct": ([512, 384, 256], [0.6, 0.15, 0.25]),
    "ge-head-ct": ([512, 384, 256], [0.7, 0.1, 0.2]),
    "nema-xr": ([2048, 1024, 768, 512, 256], [0.1, 0.3, 0.2, 0.2, 0.2]),
    "rg3-xr": ([1760, 1024, 512, 256], [0.25, 0.25, 0.25, 0.25]),
    "single-ct": ([512, 256], [0.7, 0.3]),
}


# The 12 blocks of the CT source are too few for chance: one of each kind for the test, one for validation.
FIXED_PARTS = {"Normal cases_blk3": "test", "Malignant cases_blk1": "test", "Malignant cases_blk11": "test",
               "Normal cases_blk0": "validation"}


def part_of(group):
    """train, validation or test from the group's name: 62, 13 and 25 %."""
    if "cases_blk" in group:
        return FIXED_PARTS.get(group, "train")
    share = int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) / 2**32
    return "train" if share < 0.62 else "validation" if share < 0.75 else "test"


def base_images(shared):
    """[(source, modality, split, group, path, kind, licence)] in a fixed order."""
    found = []
    with open(os.path.join(shared, "data/images/MANIFEST.tsv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for source, (modality, prefix, split) in IMAGE_SOURCES.items():
        for row in rows:
            width, height = (int(n) for n in row["size"].split("x"))
            if not row["path"].startswith(prefix) or min(width, height) < 200:
                continue
            group = row["group"]
            found.append((source, modality, split or part_of(group), group, "data/images/" + row["path"], "jpeg", row["licence"]))
    with open(os.path.join(shared, "data/dicom/MANIFEST.tsv"), encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: row["path"])
    for source, (modality, prefixes, split) in DICOM_SOURCES.items():
        for row in rows:
            if any(row["path"].startswith(prefix) for prefix in prefixes):
                found.append((source, modality, split, row["series_uid"] or row["path"], "data/dicom/" + row["path"], "dicom", row["licence"]))
    return found


def read(shared, path, kind, modality):
    """values float32, context."""
    full = os.path.join(shared, path)
    if kind == "jpeg":
        values = np.asarray(Image.open(full).convert("L"), dtype=np.float32)
        return values, {"modality": modality, "bitsStored": 8, "lowest": 0.0, "highest": 255.0, "isMonochrome1": False, "paddingMask": None}
    import pydicom

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = pydicom.dcmread(full, force=True)
        stored = file.pixel_array
    if stored.ndim == 3:
        stored = stored[0]
    slope, intercept = float(file.get("RescaleSlope") or 1), float(file.get("RescaleIntercept") or 0)
    bits = int(file.BitsStored)
    signed = int(file.PixelRepresentation) == 1
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    values = (stored.astype(np.float64) * slope + intercept).astype(np.float32)
    return values, {
        "modality": file.Modality, "bitsStored": bits, "lowest": low * slope + intercept, "highest": high * slope + intercept,
        "isMonochrome1": file.PhotometricInterpretation == "MONOCHROME1", "paddingMask": None,
    }


def shrink(values, side):
    """So that the longer side is `side`; box filter; float."""
    rows, columns = values.shape
    factor = side / max(rows, columns)
    if factor >= 1:
        return values
    size = (max(round(columns * factor), 8), max(round(rows * factor), 8))
    return np.asarray(Image.fromarray(values.astype(np.float32), mode="F").resize(size, Image.BOX), dtype=np.float32)


def naive(x):
    """Scores of the naive rules that the design names: motion (few Canny edges), metal (share above the 99.5th percentile),
    truncation (edge mean over image mean), contrast (std over mean)."""
    from skimage.feature import canny

    edges = float(canny(x, sigma=1.0).mean())
    border = np.concatenate([x[:8].ravel(), x[-8:].ravel(), x[:, :8].ravel(), x[:, -8:].ravel()])
    mean = float(x.mean()) + 1e-6
    return [-edges, float((x > np.percentile(x, 99.5)).mean()), float(border.mean()) / mean, float(x.std()) / mean]


def other_clinic(x, group, scaled, rng):
    """The same body as another clinic might have stored it, still without a fault: gray curve, window, a tighter frame (at most 4 % of
    the body is lost) or a wider one, another aspect ratio. Only for training."""
    if rng.random() < 0.6 and not scaled:
        x = np.clip(x, 0, 1) ** rng.uniform(0.82, 1.2) * rng.uniform(0.9, 1.04) + rng.uniform(0, 0.025)
    if rng.random() < 0.25 and not scaled:
        low, high = np.percentile(x, (rng.uniform(0, 3), rng.uniform(98, 100)))
        x = (x - low) / max(high - low, 0.2) * rng.uniform(0.85, 1.02) + rng.uniform(0, 0.02)
    x = np.clip(x, 0, 1)
    if rng.random() < (0.2 if group == "XR" else 0.45):
        r0, r1, c0, c1 = degradations.body_box(x)
        spare = [rng.uniform(-0.04, 0.15) for _ in range(4)]
        top, bottom = max(0, int(r0 - spare[0] * (r1 - r0))), min(x.shape[0], int(r1 + spare[1] * (r1 - r0)))
        left, right = max(0, int(c0 - spare[2] * (c1 - c0))), min(x.shape[1], int(c1 + spare[3] * (c1 - c0)))
        if bottom - top > 160 and right - left > 160:
            x = x[top:bottom, left:right]
    elif rng.random() < 0.12 and group != "XR":
        wide = [int(rng.uniform(0, 0.12) * n) for n in x.shape]
        x = np.pad(x, ((wide[0], wide[0]), (wide[1], wide[1])), mode="edge")
    if rng.random() < 0.2:
        rows, columns = x.shape
        squeeze = rng.uniform(0.6, 1.0)
        if min(rows, columns) * squeeze > 180:
            x = degradations.resize(x, *((int(rows * squeeze), columns) if rng.random() < 0.6 else (rows, int(columns * squeeze))))
    return np.clip(x, 0, 1)


def make_sample(job):
    """(metrics, small, tiles, severities, meta) of one job (set name, index, seed, base image, shared root)."""
    set_name, seed, base, shared, native = job
    source, modality, _, group, path, kind, _ = base
    rng = np.random.default_rng(seed)
    values, context = read(shared, path, kind, modality)
    metric_group = metric_views.modality_group(context["modality"])
    severities = {}
    if not native:
        sides, chances = SIDES.get(source, ([4096], [1.0]))
        side = int(rng.choice(sides, p=chances))
        original = max(values.shape)
        values = shrink(values, side)
        if source == "kermany-chest" and rng.random() < 0.12:
            n = int(rng.integers(230, 257))
            values = degradations.resize(values, n, n)
        if rng.random() < 0.5:
            values = values[:, ::-1]
        if rng.random() < 0.15:
            values = np.rot90(values, int(rng.integers(1, 4)))
        x = metric_views.to_fixed_scale(np.ascontiguousarray(values), context).astype(np.float64)
        low, high = metric_views.fixed_scale(values, context)
        scaled = kind == "dicom"
        has_fixed_scale = not (context["bitsStored"] > 8 and metric_group != "XR" and not (metric_group == "CT" and context["lowest"] < -200))
        second = set_name.startswith("second")
        generator = degradations_second if second else degradations
        severities = generator.draw_severities(rng, 0.35 if set_name.endswith("unseen") else 0.25)
        if not has_fixed_scale:
            severities = {t: s for t, s in severities.items() if not t.endswith("exposure")}
        if set_name == "train":
            x = other_clinic(x, metric_group, scaled, rng)
        x = degradations.harmless(np.clip(x, 0, 1), metric_group, rng) if rng.random() < 0.8 else np.clip(x, 0, 1)
        x = np.clip(generator.degrade(x, severities, metric_group, rng), 0, 1)
        inverted = bool(context["isMonochrome1"])
        if scaled:
            y = 1 - x if inverted else x
            values = np.round(y * (high - low) + low).astype(np.float32)
        else:
            bits = 8
            if metric_group == "XR" and original >= 2 * max(x.shape) and "compression" not in severities and rng.random() < 0.5:
                bits = int(rng.integers(10, 15))
            highest = float(2**bits - 1)
            inverted = metric_group == "XR" and rng.random() < 0.1
            values = np.round((1 - x if inverted else x) * highest).astype(np.float32)
            if bits == 8 and not second and rng.random() < 0.3:
                # Stored as a good JPEG, as archives of teaching files do.
                import io

                buffer = io.BytesIO()
                Image.fromarray(values.astype(np.uint8)).save(buffer, "JPEG", quality=int(rng.integers(72 if set_name == "train" else 85, 98)))
                values = np.asarray(Image.open(buffer), dtype=np.float32)
            context = {**context, "bitsStored": bits, "lowest": 0.0, "highest": highest, "isMonochrome1": inverted}
    numbers, small, tiles = metrics.analyse(np.ascontiguousarray(values), context)
    label = np.array([severities.get(t, 0.0) for t in degradations.TYPES], dtype=np.float32)
    rules = naive(metric_views.to_fixed_scale(values, context).astype(np.float64)) if set_name != "train" and set_name != "validation" else [0.0] * 4
    return numbers, small[0].astype(np.float16), tiles.astype(np.float16), label, np.array(rules)


def jobs_for(set_name, count, bases, shared, first_seed):
    """Jobs of a set; `native-…` sets take every base image once, as it is."""
    split = set_name.split("-")[-1]
    rng = np.random.default_rng(first_seed)
    mine = [b for b in bases if b[2] == split]
    if set_name.startswith("native"):
        if split == "test":
            mine = [b for b in mine if b[0] != "kermany-chest"] + [b for b in mine if b[0] == "kermany-chest"][::3]
        return [(set_name, first_seed + i, b, shared, True) for i, b in enumerate(mine)]
    jobs = []
    for source, share in SHARES[split].items():
        own = [b for b in mine if b[0] == source]
        order = rng.permutation(len(own))
        for k in range(max(1, round(share * count))):
            jobs.append((set_name, first_seed + len(jobs), own[order[k % len(own)]], shared, False))
    return jobs


# To be raised when make_sample changes what it makes for a set.
SAMPLE_VERSION = {"train": "2"}


def code_hash(set_name):
    digest = hashlib.sha256(SAMPLE_VERSION.get(set_name, "1").encode())
    measured = sorted(name for name in os.listdir(HERE) if name.startswith("metric") and name.endswith(".py"))
    for name in [*measured, "degradations.py", "degradations_second.py"]:
        with open(os.path.join(HERE, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


SEEDS = {"train": 1_000_000, "validation": 2_000_000, "test": 3_000_000, "unseen": 4_000_000, "second-test": 5_000_000,
         "second-unseen": 6_000_000, "native-test": 7_000_000, "native-unseen": 8_000_000, "native-train": 9_000_000}


def _work(job):
    return make_sample(job)


def load_set(set_name, count, shared, cache=None, processes=2):
    """Dictionary of arrays for a set of samples, from the cache where the same code made it before."""
    cache = cache or os.path.join(tempfile.gettempdir(), "bucky-quality-samples")
    os.makedirs(cache, exist_ok=True)
    path = os.path.join(cache, f"{code_hash(set_name)}-{set_name}-{count}.npz")
    if os.path.exists(path):
        return dict(np.load(path, allow_pickle=False))
    jobs = jobs_for(set_name, count, base_images(shared), shared, SEEDS[set_name])
    with Pool(processes) as pool:
        rows = list(pool.imap(_work, jobs, chunksize=8))
    data = {
        "metrics": np.stack([r[0] for r in rows]).astype(np.float32), "small": np.stack([r[1] for r in rows]),
        "tiles": np.stack([r[2] for r in rows]), "severity": np.stack([r[3] for r in rows]), "naive": np.stack([r[4] for r in rows]),
        "source": np.array([j[2][0] for j in jobs]), "group": np.array([j[2][3] for j in jobs]),
        "modality": np.array([j[2][1] for j in jobs]),
    }
    np.savez(path + ".tmp.npz", **data)
    os.replace(path + ".tmp.npz", path)
    return data


def true_scores(severity):
    return np.prod(1 - 0.8 * severity, axis=1)


def describe(data):
    return f"{len(data['metrics'])} samples, {len(set(data['group']))} groups, clean {int((data['severity'].max(axis=1) == 0).sum())}"


if __name__ == "__main__":
    import sys
    import time

    shared = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../../../shared")
    for base_count in [base_images(shared)]:
        table = {}
        for b in base_count:
            table.setdefault((b[0], b[2]), set()).add(b[3])
        for key, groups in table.items():
            print(*key, sum(1 for b in base_count if (b[0], b[2]) == key), "images", len(groups), "groups")
    start = time.time()
    print(describe(load_set("train", int(sys.argv[2]) if len(sys.argv) > 2 else 40, shared)), round(time.time() - start, 1), "s")
