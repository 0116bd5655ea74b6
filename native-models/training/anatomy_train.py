"""Trains the body region model and writes native-models/anatomy/{model.onnx,manifest.json}. One command, seeded:

    OMP_NUM_THREADS=1 nice -n 5 /usr/bin/python3 native-models/training/anatomy_train.py

Needs Debian's python3-torch, python3-onnx, python3-pil and python3-pydicom, and ../shared/data.
"""

import hashlib
import io
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from PIL import Image

from anatomy_data import REGIONS, SIZE, load_images, no_bodies, percentile_window, scrambled
from anatomy_model import BodyRegionNet, deploy, export, run

SEED = 20
EPOCHS = 24
BATCH = 96
MODEL = Path(__file__).resolve().parents[1] / "anatomy"
UNLIKE = len(REGIONS)


def augment(images, random):
    """Hides which source an image came from, and what positioning changes anyway. n x 64 x 64 grays -> the same, 0..1.

    Turn to 12 degrees, zoom 0.85 to 1.3 with a shift and other proportions, mirror, gamma, black or white border, blur or
    sharpening, noise, JPEG at 64 pixels. Then the percentile window, as when the model is used.
    """
    count = len(images)
    x = torch.tensor(images).unsqueeze(1)
    low, high = x.amin(dim=(1, 2, 3), keepdim=True), x.amax(dim=(1, 2, 3), keepdim=True)
    x = (x - low) / (high - low).clamp_min(1.0)
    uniform = lambda a, b: torch.tensor(random.uniform(a, b, count), dtype=torch.float32)
    angle, zoom, aspect = uniform(-0.2, 0.2), uniform(0.77, 1.18), uniform(-0.12, 0.12).exp()
    mirror = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    theta = torch.stack([
        torch.stack([angle.cos() * zoom * aspect * mirror, -angle.sin() * zoom, uniform(-0.12, 0.12)], dim=1),
        torch.stack([angle.sin() * zoom * mirror, angle.cos() * zoom / aspect, uniform(-0.12, 0.12)], dim=1),
    ], dim=1)
    padding = "border" if random.random() < 0.5 else "zeros"
    x = functional.grid_sample(x, functional.affine_grid(theta, x.shape, align_corners=False), padding_mode=padding, align_corners=False)
    x = x.clamp(0, 1) ** uniform(-0.6, 0.6).exp().view(-1, 1, 1, 1)
    smooth = functional.avg_pool2d(functional.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = x + uniform(-0.7, 0.9).view(-1, 1, 1, 1) * (smooth - x)
    x = x + (uniform(0, 1) ** 3 * 0.1).view(-1, 1, 1, 1) * torch.tensor(random.standard_normal(x.shape), dtype=torch.float32)
    x = x.clamp(0, 1).squeeze(1).numpy()
    for index in range(count):
        if random.random() < 0.2:
            top, left, bottom, right = random.integers(0, 8, 4)
            level = random.choice([0.0, 0.0, 1.0])
            x[index, :top], x[index, SIZE - bottom :], x[index, :, :left], x[index, :, SIZE - right :] = level, level, level, level
        if random.random() < 0.35:
            stream = io.BytesIO()
            Image.fromarray((x[index] * 255).astype(np.uint8)).save(stream, "JPEG", quality=int(random.integers(40, 95)))
            x[index] = np.asarray(Image.open(stream), dtype=np.float32) / 255
    return np.stack([percentile_window(image) for image in x])


def fit_temperature(logits, labels):
    """The divisor of the logits with the least cross entropy on the validation images."""
    candidates = np.exp(np.linspace(np.log(0.3), np.log(4), 200))
    losses = [functional.cross_entropy(logits / float(t), labels).item() for t in candidates]
    return float(candidates[int(np.argmin(losses))])


def train():
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    random = np.random.default_rng(SEED)
    images, regions, splits, sources = load_images({"train", "validate"})
    for_training = splits == "train"
    # Images of a source count by the root of their number, so that 5 of one are seen beside 1,300 of another.
    names, index, counts = np.unique(sources[for_training], return_inverse=True, return_counts=True)
    chance = 1 / np.sqrt(counts[index])
    chance = chance / chance.sum()
    net = BodyRegionNet()
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-3)
    steps = len(index) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps * EPOCHS)
    train_images, train_regions = images[for_training], regions[for_training]
    for epoch in range(EPOCHS):
        net.train()
        order = random.choice(len(index), steps * BATCH, p=chance)
        outsiders = no_bodies(steps * 9, SEED * 1000 + epoch)
        total, started = 0.0, time.time()
        for step in range(steps):
            chosen = order[step * BATCH : (step + 1) * BATCH]
            bodies = train_images[chosen]
            strange = np.concatenate([outsiders[step * 9 : step * 9 + 9], scrambled(bodies[:5], random)])
            x = augment(np.concatenate([bodies, strange]), random)
            y = np.concatenate([train_regions[chosen], np.full(len(strange), UNLIKE)])
            loss = functional.cross_entropy(net(torch.tensor(x).unsqueeze(1)), torch.tensor(y), label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / steps:.4f}, {time.time() - started:.0f} s", flush=True)
    return net.eval(), images, regions, splits


def main():
    net, images, regions, splits = train()
    inputs = np.stack([percentile_window(image) for image in images])
    validate = splits == "validate"
    with torch.no_grad():
        logits = net(torch.tensor(inputs[validate]).unsqueeze(1))
        features = torch.cat([net.features(torch.tensor(part).unsqueeze(1)) for part in np.array_split(inputs[~validate], 20)]).numpy()
    temperature = fit_temperature(logits, torch.tensor(regions[validate]))
    deployed = deploy(net, temperature, features.astype(np.float64), regions[~validate])
    MODEL.mkdir(exist_ok=True)
    export(deployed, str(MODEL / "model.onnx"))
    _, distances = run(deployed, inputs[validate])
    # Farther than nearly all of the validation images, with room for scanners that were not seen.
    limit = float(np.percentile(distances, 99) * 1.3)
    manifest = {
        "name": "anatomy",
        "version": "1.0.0",
        "purpose": "Body region of an image: to notice that header and image disagree. Not for diagnosis.",
        "input": {
            "name": "image", "type": "float32", "shape": ["n", 1, SIZE, SIZE],
            "preprocessing": "64 x 64 area average of the whole frame after the Modality LUT (CT in HU clamped to -200..300), then 1st to 99th percentile to 0..1, MONOCHROME1 turned over",
        },
        "outputs": {"probabilities": ["n", len(REGIONS) + 1], "distance": ["n"]},
        "regions": REGIONS,
        "temperature": round(temperature, 4),
        "thresholds": {"confidence": 0.8, "unlike": 0.2, "distance": round(limit, 3)},
        "licence": "MIT (weights); data see card.md",
        "sha256": hashlib.sha256((MODEL / "model.onnx").read_bytes()).hexdigest(),
    }
    (MODEL / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print("temperature", temperature, "distance limit", limit)


if __name__ == "__main__":
    main()
