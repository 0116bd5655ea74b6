"""Trains the quality model and writes native-models/quality: model.onnx, manifest.json, card.md.

    /usr/bin/python3 native-models/training/train.py --shared ../shared

Seeded, one thread for the networks, two processes for the samples (kept in a temporary folder by the hash of the code that makes
them). Under an hour on two cores.
"""

import argparse
import hashlib
import json
import os
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import card
import data
import metrics
import labels
from model import MetricNet, PixelNet, QualityModel, TYPES

HERE = os.path.dirname(os.path.abspath(__file__))
OUTPUT = os.path.join(HERE, "..", "quality")
VERSION = "1.1.0"
# Of the clean validation images, this many may be flagged with anything. Was 0.055 on 159 clean images, with which 11 % of the clean
# held-out ones were flagged; the card says so.
CLEAN_FLAGGED = 0.04


def loss_of(out, severity, score):
    """Is it there (cross-entropy; what is hardly visible counts less), how bad (squared error), how good the whole is."""
    present = (severity > 0).float()
    weight = torch.where(severity > 0, 0.5 + severity, torch.full_like(severity, 1.0))
    there = functional.binary_cross_entropy_with_logits(out[:, :TYPES], present, weight=weight)
    how_bad = ((torch.sigmoid(out[:, TYPES : 2 * TYPES]) - severity) ** 2).mean()
    whole = ((torch.sigmoid(out[:, 2 * TYPES]) - score) ** 2).mean()
    return there + 4 * how_bad + 2 * whole


def fit(net, inputs, severity, score, epochs, rate, seed, batch=64, noise=0.08):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    steps = epochs * ((len(severity) + batch - 1) // batch)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=rate, total_steps=steps, pct_start=0.15)
    net.train()
    for _ in range(epochs):
        order = torch.randperm(len(severity), generator=generator)
        for start in range(0, len(order), batch):
            index = order[start : start + batch]
            if len(index) < 8:
                schedule.step()
                continue
            z = inputs[0][index]
            z = z + noise * torch.randn(z.shape, generator=generator)
            # Forgets a tenth of the metrics, so that no network leans on one.
            z = z * (torch.rand(z.shape, generator=generator) > 0.05)
            if len(inputs) > 1:
                small, tiles = inputs[1][index].float(), inputs[2][index].float()
                if torch.rand(1, generator=generator) < 0.5:
                    small = small.flip(3)
                if torch.rand(1, generator=generator) < 0.3:
                    small = small.flip(2)
                out = net(z, small, tiles)
            else:
                out = net(z)
            loss = loss_of(out, severity[index], score[index])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            schedule.step()
    net.eval()
    return net


def predict(model, samples, batch=128):
    outs = []
    with torch.no_grad():
        for start in range(0, len(samples["metrics"]), batch):
            part = slice(start, start + batch)
            outs.append(model(torch.from_numpy(samples["metrics"][part]), torch.from_numpy(samples["small"][part].astype(np.float32))[:, None],
                              torch.from_numpy(samples["tiles"][part].astype(np.float32))))
    return [torch.cat([o[k] for o in outs]).numpy() for k in range(4)]


def platt(logits, present):
    """Slope and intercept with which sigmoid(slope x logit + intercept) is a probability (Platt 1999)."""
    from scipy.optimize import minimize

    positives = max(present.sum(), 1)
    target = np.where(present, (positives + 1) / (positives + 2), 1 / (len(present) - positives + 2))

    def cost(p):
        t = p[0] * logits + p[1]
        return float(np.mean(np.logaddexp(0, t) - target * t))

    found = minimize(cost, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.2, 3.0), (-3.0, 3.0)])
    return float(found.x[0]), float(found.x[1])


def choose_thresholds(probabilities, flagged_share):
    """One quantile of the clean images' probabilities for all types, so that `flagged_share` of them get any flag."""
    low, high = 0.0, 0.2
    for _ in range(40):
        middle = (low + high) / 2
        limits = np.quantile(probabilities, 1 - middle, axis=0)
        if (probabilities > limits).any(axis=1).mean() > flagged_share:
            high = middle
        else:
            low = middle
    return np.maximum(np.quantile(probabilities, 1 - low, axis=0), 0.15)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", default=os.path.join(HERE, "../../../shared"), help="folder that holds data/images and data/dicom")
    options.add_argument("--samples", type=int, default=4500)
    options.add_argument("--cache", default=None, help="where samples are kept between runs")
    options.add_argument("--out", default=OUTPUT)
    options.add_argument("--pixels", action="store_true", help="adds the convolutional network: little better, much slower")
    options.add_argument("--metric-epochs", type=int, default=70)
    options.add_argument("--pixel-epochs", type=int, default=8)
    arguments = options.parse_args()
    begun = time.time()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    train = data.load_set("train", arguments.samples, arguments.shared, arguments.cache)
    validation = data.load_set("validation", max(arguments.samples // 3, 200), arguments.shared, arguments.cache)
    print("train", data.describe(train), "| validation", data.describe(validation), f"| {time.time() - begun:.0f} s", flush=True)

    raw = train["metrics"].astype(np.float64)
    mean, std = raw.mean(axis=0), np.maximum(raw.std(axis=0), 1e-3)
    z = np.clip((raw - mean) / std, -6, 6)
    # Shrunk covariance, so that metrics that move together do not count twice.
    covariance = np.cov(z, rowvar=False) * 0.95 + 0.05 * np.eye(z.shape[1])
    values, vectors = np.linalg.eigh(covariance)
    whitening = vectors / np.sqrt(values)[None, :]

    inputs = [torch.from_numpy(z.astype(np.float32)), torch.from_numpy(train["small"])[:, None], torch.from_numpy(train["tiles"])]
    severity = torch.from_numpy(train["severity"])
    score = torch.from_numpy(data.true_scores(train["severity"]).astype(np.float32))
    metric_nets = []
    for k in range(5):
        torch.manual_seed(100 + k)
        metric_nets.append(fit(MetricNet(z.shape[1], 256, 0.4), inputs[:1], severity, score, arguments.metric_epochs, 2e-3, 100 + k))
    print(f"metric networks {time.time() - begun:.0f} s", flush=True)
    pixel_nets = []
    if arguments.pixels:
        torch.manual_seed(200)
        pixel_nets.append(fit(PixelNet(z.shape[1]), inputs, severity, score, arguments.pixel_epochs, 3e-3, 200))
        print(f"pixel network {time.time() - begun:.0f} s", flush=True)

    def assemble(weights):
        return QualityModel(*(torch.from_numpy(a.astype(np.float32)) for a in (mean, std)), metric_nets, pixel_nets,
                            torch.from_numpy(whitening.astype(np.float32)), torch.from_numpy(weights.astype(np.float32))).eval()

    weights = np.full(2 * TYPES + 1, 0.3)
    model = assemble(weights)
    logits, _, _, distance = predict(model, validation)
    present = validation["severity"] > 0
    calibration = [platt(logits[:, t].astype(np.float64), present[:, t]) for t in range(TYPES)]
    probabilities = np.stack([1 / (1 + np.exp(-(a * logits[:, t] + b))) for t, (a, b) in enumerate(calibration)], axis=1)
    clean = ~present.any(axis=1)
    flag = choose_thresholds(probabilities[clean], CLEAN_FLAGGED)
    uncertain = np.minimum(choose_thresholds(probabilities[clean], 3 * CLEAN_FLAGGED), flag * 0.9)
    limit = float(np.quantile(np.concatenate([distance, predict(model, train)[3]]), 0.995)) * 1.15

    os.makedirs(arguments.out, exist_ok=True)
    path = os.path.join(arguments.out, "model.onnx")
    torch.onnx.export(
        model, (torch.zeros(2, z.shape[1]), torch.zeros(2, 1, 128, 128), torch.zeros(2, 4, 64, 64)), path, opset_version=13,
        input_names=["metrics", "small", "tiles"], output_names=["logits", "severities", "score", "distance"],
        dynamic_axes={n: {0: "batch"} for n in ("metrics", "small", "tiles", "logits", "severities", "score", "distance")},
    )
    with open(path, "rb") as file:
        sha256 = hashlib.sha256(file.read()).hexdigest()
    # Bands come from clean samples.
    is_clean = train["severity"].max(axis=1) == 0
    shown, groups = train["metrics"][is_clean], train["modality"][is_clean]
    bands = {g: np.quantile(shown[groups == g], [0.05, 0.5, 0.95], axis=0) for g in ("XR", "CT", "MR")}
    manifest = {
        "name": "quality", "version": VERSION, "file": "model.onnx", "sha256": sha256, "bytes": os.path.getsize(path), "opset": 13,
        "purpose": "Severity of nine image faults and an overall score, for radiographs, CT and MR slices.",
        "licence": "MIT", "card": "card.md", "evaluation": "evaluation.json",
        "inputs": [
            {"name": "metrics", "type": "float32", "shape": ["batch", len(metrics.METRIC_NAMES)], "of": "the metrics below, in this order, as they are"},
            {"name": "small", "type": "float32", "shape": ["batch", 1, 128, 128], "of": "analyse() of metrics.py: gray level 0 to 1 on the fixed scale, averaged to 128 x 128"},
            {"name": "tiles", "type": "float32", "shape": ["batch", metrics.MODEL_TILES, 64, 64], "of": "analyse() of metrics.py: the tiles with most structure at native resolution, gray level 0 to 1"},
        ],
        "outputs": [
            {"name": "logits", "type": "float32", "shape": ["batch", TYPES], "of": "before calibration: probability = 1 / (1 + exp(-(slope x logit + intercept)))"},
            {"name": "severities", "type": "float32", "shape": ["batch", TYPES], "of": "0 none to 1 worst"},
            {"name": "score", "type": "float32", "shape": ["batch"], "of": "1 flawless, 0 useless"},
            {"name": "distance", "type": "float32", "shape": ["batch"], "of": "root mean square of the whitened metrics"},
        ],
        "types": labels.TYPES,
        "calibration": {t: {"slope": round(a, 6), "intercept": round(b, 6)} for t, (a, b) in zip(labels.TYPES, calibration)},
        "thresholds": {t: {"flag": round(float(f), 6), "uncertain": round(float(u), 6)} for t, f, u in zip(labels.TYPES, flag, uncertain)},
        "reviewBelowScore": 0.6,
        "outOfDistribution": {"distanceAbove": round(limit, 4), "leastSide": 128,
                              "means": "beyond this distance, or with a side under 128 pixels, the answer is 'cannot judge'"},
        "deviceCalibration": labels.DEVICE_CALIBRATION,
        "metrics": [
            {
                "name": name, "label": labels.METRICS[name][0], "unit": labels.METRICS[name][1], "shown": name in labels.SHOWN,
                "mean": float(np.float32(mean[i])), "std": float(np.float32(std[i])),
                "bands": {**{g: [round(float(bands[g][0, i]), 5), round(float(bands[g][2, i]), 5)] for g in bands}, "other": None},
                "cleanMedian": {**{g: round(float(bands[g][1, i]), 5) for g in bands}, "other": None},
            }
            for i, name in enumerate(metrics.METRIC_NAMES)
        ],
        "training": {"samples": int(len(raw)), "seconds": round(time.time() - begun), "metricNetworks": len(metric_nets), "pixelNetworks": len(pixel_nets),
                     "parameters": int(sum(p.numel() for p in model.parameters())), "sampleCode": data.code_hash("train")},
    }
    with open(os.path.join(arguments.out, "manifest.json"), "w", encoding="utf-8") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")
    card.write(arguments.out, arguments.shared)
    print(f"{path}: {os.path.getsize(path)} bytes, sha256 {sha256}, {time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()
