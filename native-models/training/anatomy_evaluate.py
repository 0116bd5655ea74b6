"""Held-out figures of native-models/anatomy/model.onnx, as a table and as evaluation.json beside it:

    /usr/bin/python3 native-models/training/anatomy_evaluate.py
"""

import hashlib
import json
from pathlib import Path

import numpy as np

from anatomy_data import REGIONS, SHARED, body_region_input, load_images, no_bodies, percentile_window, read_dicom, scrambled
from anatomy_model import load, run

MODEL = Path(__file__).resolve().parents[1] / "anatomy"
UNLIKE = len(REGIONS)
SEEN_NOWHERE = ["CT_HEAD 16 bit", "CT_HEAD dcm_qa_ct", "MR_HEAD data"]
"""Sources of which no image was trained on."""


def decide(probabilities, distances, thresholds):
    """Region index, or -1 for unknown, as `main/core/inference/anatomy-model.ts` decides."""
    regions = probabilities[:, :UNLIKE]
    best = regions.argmax(axis=1)
    sure = (
        (regions.max(axis=1) >= thresholds["confidence"]) & (probabilities[:, UNLIKE] <= thresholds["unlike"])
        & (distances <= thresholds["distance"])
    )
    return np.where(sure, best, -1)


def expected_calibration_error(probabilities, labels, bins=15):
    """Mean gap between confidence and accuracy over equal bins of confidence, weighted by their size."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(
        (place == b).mean() * abs(confidence[place == b].mean() - right[place == b].mean()) for b in range(bins) if (place == b).any()
    ))


def row(labels, forced, decided):
    known = decided >= 0
    return {
        "images": int(len(labels)),
        "accuracy": round(float((forced == labels).mean()), 4),
        "accuracyWhenAnswered": round(float((decided[known] == labels[known]).mean()), 4) if known.any() else None,
        "unknown": round(float((~known).mean()), 4),
    }


def photographs():
    """Pictures of everyday things that scikit-image ships; no body was trained to look like them."""
    import skimage.data
    from PIL import Image
    from anatomy_data import area_average

    folder = Path(skimage.data.__file__).parent
    found = []
    for path in sorted(folder.glob("*.png")) + sorted(folder.glob("*.jpg")):
        try:
            found.append((path.name, area_average(np.asarray(Image.open(path).convert("L"), dtype=np.float32))))
        except OSError:
            continue
    return found


def main():
    manifest = json.loads((MODEL / "manifest.json").read_text())
    thresholds = manifest["thresholds"]
    model = load(str(MODEL / "model.onnx"))
    images, labels, _, sources = load_images({"test"})
    inputs = np.stack([percentile_window(image) for image in images])
    probabilities, distances = run(model, inputs)
    forced, decided = probabilities[:, :UNLIKE].argmax(axis=1), decide(probabilities, distances, thresholds)
    unseen = np.isin(sources, SEEN_NOWHERE)

    def outside(inputs):
        p, d = run(model, np.stack([percentile_window(image) for image in inputs]))
        return p, decide(p, d, thresholds)

    strange = {"drawn, other seed": no_bodies(900, 777), "bodies cut up": scrambled(images[::8], np.random.default_rng(5))}
    things = photographs()
    strange["photographs (scikit-image)"] = np.stack([image for _, image in things])
    pet = [path for path in sorted((SHARED / "dicom" / "series-pt").rglob("*")) if path.is_file()][::6]
    strange["PET, 16 bit"] = np.stack([body_region_input(*read_dicom(path)) * 255 for path in pet])
    result = {
        "model": manifest["name"], "version": manifest["version"],
        "sha256": hashlib.sha256((MODEL / "model.onnx").read_bytes()).hexdigest(),
        "heldOut": row(labels, forced, decided),
        "expectedCalibrationError": round(expected_calibration_error(probabilities, labels), 4),
        "byRegion": {name: row(labels[labels == i], forced[labels == i], decided[labels == i]) for i, name in enumerate(REGIONS)},
        "bySource": {s: row(labels[sources == s], forced[sources == s], decided[sources == s]) for s in sorted(set(sources))},
        "sourcesNeverTrainedOn": row(labels[unseen], forced[unseen], decided[unseen]),
        "confusion": {
            name: {other: int(((labels == i) & (forced == j)).sum()) for j, other in enumerate(REGIONS) if ((labels == i) & (forced == j)).any()}
            for i, name in enumerate(REGIONS)
        },
        "noBody": {
            name: {"images": len(inputs), "unknown": round(float((outside(inputs)[1] < 0).mean()), 4)}
            for name, inputs in strange.items()
        },
    }
    _, answers = outside([image for _, image in things])
    result["photographsTakenForBodies"] = {
        things[i][0]: REGIONS[answer] for i, answer in enumerate(answers) if answer >= 0
    }
    (MODEL / "evaluation.json").write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
