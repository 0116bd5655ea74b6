"""Every figure of the quality model, from native-models/quality/model.onnx as it is: held out by group, sources never trained on, the
second generator, the naive rules beside it, before and after calibration on 50 clean images of a new source.

    /usr/bin/python3 native-models/training/evaluate.py --shared ../shared

Writes native-models/quality/evaluation.json and card.md.
"""

import argparse
import hashlib
import json
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

import card
import data
from degradations import TYPES
from onnx_run import OnnxGraph

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "quality")
SETS = [("test", 800), ("unseen", 500), ("second-test", 500), ("second-unseen", 300)]
# The design's first attempt: the floor.
TARGETS = {
    "test": {"meanAuroc": 0.96, "leastAuroc": 0.92, "spearman": 0.93, "sensitivity": 0.85, "cleanFlagged": 0.08},
    "unseen": {"meanAuroc": 0.93, "spearman": 0.88, "sensitivity": 0.85, "cleanFlagged": 0.20, "cleanFlaggedCalibrated": 0.08},
}


def judge(graph, manifest, samples, batch=64):
    """probabilities (n, 9), severities, score, distance."""
    outs = []
    for start in range(0, len(samples["metrics"]), batch):
        part = slice(start, start + batch)
        outs.append(graph.run({
            "metrics": samples["metrics"][part], "small": samples["small"][part].astype(np.float32)[:, None],
            "tiles": samples["tiles"][part].astype(np.float32),
        }))
    logits, severities, score, distance = (np.concatenate([o[k] for o in outs]) for k in range(4))
    lines = [manifest["calibration"][t] for t in TYPES]
    probabilities = np.stack([1 / (1 + np.exp(-(c["slope"] * logits[:, t] + c["intercept"]))) for t, c in enumerate(lines)], axis=1)
    return probabilities, severities, score, distance


def device_limits(manifest, clean):
    """Thresholds of a device from the probabilities of its clean images; what manifest.deviceCalibration says in words."""
    rule = manifest["deviceCalibration"]
    flag = np.array([manifest["thresholds"][t]["flag"] for t in TYPES])
    low, high = 0.0, 0.2
    for _ in range(40):
        middle = (low + high) / 2
        if (clean > np.quantile(clean, 1 - middle, axis=0)).any(axis=1).mean() > rule["flaggedShare"]:
            high = middle
        else:
            low = middle
    return np.maximum(flag, np.quantile(clean, 1 - low, axis=0))


def device_offset(manifest, raw, group):
    """What is subtracted from the metrics of a device (step 1 of manifest.deviceCalibration)."""
    rule = manifest["deviceCalibration"]
    usual = [m["cleanMedian"][group] for m in manifest["metrics"]]
    share = [0.0 if m["name"] in rule["notCentred"] or usual[i] is None else rule["centreShare"] for i, m in enumerate(manifest["metrics"])]
    return (np.array(share) * (np.median(raw, axis=0) - np.array([u or 0.0 for u in usual]))).astype(np.float32)


def auroc(present, value):
    return float(roc_auc_score(present, value)) if 0 < present.sum() < len(present) else None


def calibration_error(probabilities, present, bins=10):
    """Expected calibration error over all types."""
    p, y = probabilities.ravel(), present.ravel()
    index = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[index == b].mean() - y[index == b].mean()) * (index == b).mean() for b in range(bins) if (index == b).any()))


def figures(samples, judged, limits):
    """`limits` (n, 9): a threshold for each image and type."""
    probabilities, severities, score, _ = judged
    severity = samples["severity"]
    present, clean = severity > 0, severity.max(axis=1) == 0
    by_type = {}
    for t, name in enumerate(TYPES):
        strong = severity[:, t] >= 0.6
        by_type[name] = {
            "positives": int(present[:, t].sum()), "auroc": auroc(present[:, t], probabilities[:, t]),
            "strong": int(strong.sum()), "sensitivity": float((probabilities[strong, t] > limits[strong, t]).mean()) if strong.any() else None,
            "flaggedOfClean": float((probabilities[clean, t] > limits[clean, t]).mean()) if clean.any() else None,
        }
    known = [v["auroc"] for v in by_type.values() if v["auroc"] is not None]
    strong = severity >= 0.6
    return {
        "samples": len(severity), "groups": len(set(samples["group"])), "clean": int(clean.sum()),
        "meanAuroc": float(np.mean(known)), "leastAuroc": float(np.min(known)),
        "spearman": float(spearmanr(score, data.true_scores(severity))[0]),
        "severityError": float(np.abs(severities - severity)[present].mean()),
        "sensitivity": float((probabilities > limits)[strong].mean()), "cleanFlagged": float((probabilities > limits)[clean].any(axis=1).mean()),
        "calibrationError": calibration_error(probabilities, present), "byType": by_type,
    }


def naive_figures(samples):
    """The rules that the design names, on the same images."""
    severity, rules = samples["severity"], samples["naive"]
    present = severity > 0
    named = {"motion": rules[:, 0], "blur": rules[:, 0], "noise": -rules[:, 0], "metal": rules[:, 1], "truncation": rules[:, 2],
             "underexposure": -rules[:, 3], "overexposure": -rules[:, 3], "compression": rules[:, 0], "grid": -rules[:, 0]}
    values = {t: auroc(present[:, i], named[t]) for i, t in enumerate(TYPES)}
    clean = severity.max(axis=1) == 0
    flags = np.stack([-rules[:, 0] < 0.02, rules[:, 1] > 0.01, rules[:, 2] > 0.8, rules[:, 3] < 0.3], axis=1)
    score = 1 - flags.mean(axis=1)
    return {"auroc": values, "meanAuroc": float(np.mean([v for v in values.values() if v is not None])),
            "cleanFlagged": float(flags[clean].any(axis=1).mean()), "spearman": float(np.nan_to_num(spearmanr(score, data.true_scores(severity))[0])),
            "motionRuleFlagsClean": float(flags[clean, 0].mean()), "metalRuleFlagsClean": float(flags[clean, 1].mean()),
            "truncationRuleFlagsClean": float(flags[clean, 2].mean())}


def print_table(name, f):
    print(f"\n{name}: {f['samples']} samples, {f['groups']} groups, {f['clean']} clean")
    print(f"  mean AUROC {f['meanAuroc']:.3f}  least {f['leastAuroc']:.3f}  Spearman {f['spearman']:.3f}  ECE {f['calibrationError']:.3f}"
          f"  sensitivity at 0.6+ {f['sensitivity']:.3f}  clean flagged {f['cleanFlagged']:.3f}")
    for t, v in f["byType"].items():
        number = lambda n: "  -  " if n is None else f"{n:.3f}"
        print(f"    {t:14s} AUROC {number(v['auroc'])}  sensitivity {number(v['sensitivity'])} of {v['strong']:3d}  flagged of clean {number(v['flaggedOfClean'])}")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", default=os.path.join(HERE, "../../../shared"))
    options.add_argument("--cache", default=None)
    options.add_argument("--folder", default=FOLDER)
    arguments = options.parse_args()
    torch.set_num_threads(1)
    with open(os.path.join(arguments.folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    path = os.path.join(arguments.folder, manifest["file"])
    with open(path, "rb") as file:
        sha256 = hashlib.sha256(file.read()).hexdigest()
    if sha256 != manifest["sha256"]:
        raise SystemExit(f"{path} has hash {sha256}, the manifest says {manifest['sha256']}")
    graph = OnnxGraph(path)
    flag = np.array([manifest["thresholds"][t]["flag"] for t in TYPES])
    result = {"model": manifest["name"], "version": manifest["version"], "sha256": sha256, "targets": TARGETS, "sets": {}, "naive": {}, "calibrated": {}}

    # Clean images as they are, source by source: 50 drawn by lot calibrate, the others are counted.
    rule = manifest["deviceCalibration"]
    limits_of, offset_of, by_source, calibration_groups = {}, {}, {}, set()
    for set_name in ("native-test", "native-unseen"):
        samples = data.load_set(set_name, 0, arguments.shared, arguments.cache)
        probabilities, _, score, distance = judge(graph, manifest, samples)
        for source in dict.fromkeys(samples["source"]):
            own = np.nonzero(samples["source"] == source)[0]
            order = own[np.random.default_rng(7).permutation(len(own))]
            row = {"images": len(own), "cleanFlagged": float((probabilities[own] > flag).any(axis=1).mean()), "meanScore": float(score[own].mean()),
                   "outOfDistribution": float((distance[own] > manifest["outOfDistribution"]["distanceAbove"]).mean()),
                   "byType": {t: float((probabilities[own, i] > flag[i]).mean()) for i, t in enumerate(TYPES)}}
            # Sources with fewer than 100 images: two thirds calibrate.
            fit = order[: rule["leastImages"]] if len(order) >= 2 * rule["leastImages"] else order[: len(order) * 2 // 3]
            rest = order[len(fit) :]
            if len(fit) >= 20:
                offset = device_offset(manifest, samples["metrics"][fit], str(samples["modality"][own[0]]))
                moved = {k: samples[k] for k in ("small", "tiles")}
                moved = {**{k: v[order] for k, v in moved.items()}, "metrics": samples["metrics"][order] - offset}
                centred, _, centred_score, _ = judge(graph, manifest, moved)
                limits = device_limits(manifest, centred[: len(fit)])
                row.update({
                    "calibratedOn": len(fit), "counted": len(rest),
                    "cleanFlaggedLimitsOnly": float((probabilities[rest] > device_limits(manifest, probabilities[fit])).any(axis=1).mean()),
                    "cleanFlaggedCentredOnly": float((centred[len(fit) :] > flag).any(axis=1).mean()),
                    "cleanFlaggedCalibrated": float((centred[len(fit) :] > limits).any(axis=1).mean()),
                    "meanScoreCalibrated": float(centred_score[len(fit) :].mean()),
                })
                limits_of[source], offset_of[source] = limits, offset
                if len(order) >= 2 * rule["leastImages"]:
                    calibration_groups |= set(samples["group"][fit])
            by_source[str(source)] = row
    result["cleanBySource"] = by_source
    unseen = [row for source, row in by_source.items() if source in data.SHARES["unseen"]]
    counted = [row for row in unseen if "counted" in row]
    result["cleanUnseen"] = {
        "images": sum(row["images"] for row in unseen),
        "flagged": sum(row["cleanFlagged"] * row["images"] for row in unseen) / sum(row["images"] for row in unseen),
        "counted": sum(row["counted"] for row in counted),
        "flaggedCalibrated": sum(row["cleanFlaggedCalibrated"] * row["counted"] for row in counted) / sum(row["counted"] for row in counted),
    }

    for name, count in SETS:
        samples = data.load_set(name, count, arguments.shared, arguments.cache)
        judged = judge(graph, manifest, samples)
        plain = np.tile(flag, (len(samples["severity"]), 1))
        result["sets"][name] = figures(samples, judged, plain)
        result["naive"][name] = naive_figures(samples)
        result["sets"][name]["bySource"] = {}
        for source in dict.fromkeys(samples["source"]):
            own = samples["source"] == source
            part = {k: v[own] for k, v in samples.items()}
            f = figures(part, [j[own] for j in judged], plain[own])
            result["sets"][name]["bySource"][str(source)] = {k: v for k, v in f.items() if k != "byType"}
        print_table(name, result["sets"][name])
        naive = result["naive"][name]
        print(f"  naive rules: mean AUROC {naive['meanAuroc']:.3f}, Spearman {naive['spearman']:.3f}, clean flagged {naive['cleanFlagged']:.3f}")
        if name.endswith("unseen"):
            # Sources that have a calibration; of spine, only images that did not calibrate.
            own = np.array([s in limits_of and g not in calibration_groups for s, g in zip(samples["source"], samples["group"])])
            part = {k: v[own] for k, v in samples.items()}
            before = figures(part, [j[own] for j in judged], plain[own])
            part["metrics"] = part["metrics"] - np.stack([offset_of[s] for s in part["source"]])
            after = figures(part, judge(graph, manifest, part), np.stack([limits_of[s] for s in part["source"]]))
            result["calibrated"][name] = {"before": before, "after": after}
            for when, f in result["calibrated"][name].items():
                print(f"  {when} calibration on 50 clean ({f['samples']} samples): mean AUROC {f['meanAuroc']:.3f}  Spearman {f['spearman']:.3f}"
                      f"  sensitivity at 0.6+ {f['sensitivity']:.3f}  clean flagged {f['cleanFlagged']:.3f}")
    print("\nClean images as they are")
    for source, row in by_source.items():
        worst = sorted(row["byType"].items(), key=lambda kv: -kv[1])[:3]
        print(f"  {source:16s} {row['images']:4d}  flagged {row['cleanFlagged']:.3f}  calibrated {row.get('cleanFlaggedCalibrated', float('nan')):.3f}"
              f"  out of distribution {row['outOfDistribution']:.3f}  score {row['meanScore']:.2f}  " + ", ".join(f"{t} {v:.2f}" for t, v in worst))

    def rounded(value):
        if isinstance(value, float):
            return round(value, 4)
        if isinstance(value, dict):
            return {k: rounded(v) for k, v in value.items()}
        return value

    with open(os.path.join(arguments.folder, "evaluation.json"), "w", encoding="utf-8") as file:
        json.dump(rounded(result), file, indent=2)
        file.write("\n")
    card.write(arguments.folder, arguments.shared)


if __name__ == "__main__":
    main()
