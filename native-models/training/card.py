"""The model card, from manifest.json, evaluation.json (once `evaluate.py` has run) and the manifests of the data."""

import json
import os

import data


def _number(value):
    return "–" if value is None else f"{value:.3f}"


def _verdict(value, target, at_most=False):
    return "met" if (value <= target if at_most else value >= target) else "**not met**"


def _table(header, rows):
    line = lambda cells: "| " + " | ".join(str(c) for c in cells) + " |"
    return "\n".join([line(header), line(["---"] * len(header)), *[line(r) for r in rows]])


def _data_table(shared):
    seen = {}
    for source, modality, split, group, _, _, licence in data.base_images(shared):
        row = seen.setdefault(source, {"modality": modality, "images": 0, "groups": set(), "splits": set(), "licences": set()})
        row["images"] += 1
        row["groups"].add(group)
        row["splits"].add(split)
        row["licences"].add(licence or "not stated")
    return _table(["source", "modality", "images", "groups", "used for", "licence as the data's manifest states it"], [
        [source, r["modality"], r["images"], len(r["groups"]), ", ".join(sorted(r["splits"])), "; ".join(sorted(r["licences"])).replace("|", "/")]
        for source, r in seen.items()
    ])


def _evaluation(e):
    test, unseen, target = e["sets"]["test"], e["sets"]["unseen"], e["targets"]
    clean = e["cleanUnseen"]
    rows = [
        ["held out: mean AUROC", 0.96, test["meanAuroc"], _verdict(test["meanAuroc"], 0.96)],
        ["held out: least AUROC of a type", 0.92, test["leastAuroc"], _verdict(test["leastAuroc"], 0.92)],
        ["held out: Spearman of the score", 0.93, test["spearman"], _verdict(test["spearman"], 0.93)],
        ["held out: right type flagged, severity 0.6 and more", 0.85, test["sensitivity"], _verdict(test["sensitivity"], 0.85)],
        ["held out: clean flagged, at most", 0.08, test["cleanFlagged"], _verdict(test["cleanFlagged"], 0.08, True)],
        ["unseen sources: mean AUROC", target["unseen"]["meanAuroc"], unseen["meanAuroc"], _verdict(unseen["meanAuroc"], 0.93)],
        ["unseen sources: Spearman", 0.88, unseen["spearman"], _verdict(unseen["spearman"], 0.88)],
        ["unseen sources: right type flagged, severity 0.6 and more", 0.85, unseen["sensitivity"], _verdict(unseen["sensitivity"], 0.85)],
        ["unseen sources: clean images flagged before calibration, at most", 0.20, clean["flagged"], _verdict(clean["flagged"], 0.20, True)],
        ["unseen sources: clean images flagged after calibration on 50, at most", 0.08, clean["flaggedCalibrated"], _verdict(clean["flaggedCalibrated"], 0.08, True)],
    ]
    parts = ["## Figures beside their targets", _table(["figure", "target", "measured", ""], [[a, b, _number(c), d] for a, b, c, d in rows])]
    names = list(e["sets"])
    parts += ["## Sets", "`second-…` sets come from the second generator, which neither training nor thresholds saw. AUROC counts every severity from 0.15 up.", _table(
        ["set", "samples", "clean", "mean AUROC", "Spearman", "sensitivity at 0.6+", "clean flagged", "ECE", "naive rules: AUROC", "naive: Spearman", "naive: clean flagged"],
        [[n, s["samples"], s["clean"], *(_number(s[k]) for k in ("meanAuroc", "spearman", "sensitivity", "cleanFlagged", "calibrationError")),
          *(_number(e["naive"][n][k]) for k in ("meanAuroc", "spearman", "cleanFlagged"))] for n, s in e["sets"].items()])]
    parts += ["AUROC, and share flagged with the right type at severity 0.6 and more (number of such images):", _table(
        ["type", *names],
        [[t, *(f"{_number(e['sets'][n]['byType'][t]['auroc'])}, {_number(e['sets'][n]['byType'][t]['sensitivity'])} ({e['sets'][n]['byType'][t]['strong']})" for n in names)]
         for t in test["byType"]])]
    parts += ["By source:", _table(["set", "source", "samples", "mean AUROC", "Spearman", "sensitivity at 0.6+", "clean flagged"], [
        [n, source, f["samples"], *(_number(f[k]) for k in ("meanAuroc", "spearman", "sensitivity", "cleanFlagged"))]
        for n in names for source, f in e["sets"][n]["bySource"].items()])]
    parts += ["## A device's own calibration", "Clean images exactly as they are. Sources of fewer than 100 images calibrate on two thirds; those under 30 not at all.", _table(
        ["source", "images", "flagged", "after limits only", "after centring only", "after both", "counted", "out of distribution"],
        [[s, r["images"], _number(r["cleanFlagged"]), *(_number(r.get(k)) for k in ("cleanFlaggedLimitsOnly", "cleanFlaggedCentredOnly", "cleanFlaggedCalibrated")),
          r.get("counted", 0), _number(r["outOfDistribution"])] for s, r in e["cleanBySource"].items()])]
    parts += ["Degraded samples of the sources that have a calibration, before and after it (it costs sensitivity):", _table(
        ["set", "", "samples", "mean AUROC", "Spearman", "sensitivity at 0.6+", "clean flagged"],
        [[n, when, f["samples"], *(_number(f[k]) for k in ("meanAuroc", "spearman", "sensitivity", "cleanFlagged"))]
         for n, both in e["calibrated"].items() for when, f in both.items()])]
    return "\n\n".join(parts)


def write(folder, shared):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    path = os.path.join(folder, "evaluation.json")
    evaluation = None
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            evaluation = json.load(file)
        if evaluation["sha256"] != manifest["sha256"]:
            evaluation = None
    training = manifest["training"]
    thresholds = _table(["type", "flag from probability", "uncertain from"], [[t, _number(v["flag"]), _number(v["uncertain"])] for t, v in manifest["thresholds"].items()])
    text = f"""# Quality model {manifest["version"]}

Severity of nine image faults and an overall score from 0 to 1, for radiographs, CT and MR slices. Not a medical device.

- File `{manifest["file"]}`, {manifest["bytes"]} bytes, SHA-256 `{manifest["sha256"]}`
- {training["parameters"]} parameters: {training["metricNetworks"]} small networks on {len(manifest["metrics"])} metrics, averaged; convolutional networks on the pixels: {training["pixelNetworks"]}
- Made by `/usr/bin/python3 native-models/training/train.py --shared ../shared` from {training["samples"]} samples
- Licence of the weights: {manifest["licence"]}. No image is shipped.

## Data

{_data_table(shared)}

Images of one group (patient, series or block of files) lie in one split only. Sources marked `unseen` were never trained on.

## Labels

All labels are synthetic: faults are made on images that are taken to be clean, with a severity from 0.15 (just visible) to 1. Nobody looked at
the images one by one, so some "clean" ones have faults of their own. The true score is the product of 1 - 0.8 x severity. MR stored with more than
8 bits has no fixed scale of gray, so under- and overexposure are neither made nor to be trusted there.

{_evaluation(evaluation) if evaluation else "Run `npm run models:evaluate` for the figures."}

## Thresholds

{thresholds}

Chosen on clean validation samples (held out by group from training and from the test), so that 4 % of them get any flag. A first choice of 5.5 %
on 159 clean images flagged 11 % of the clean held-out ones and was tightened, on more validation images, after that was seen (it did not change that
share): the held-out share of clean images flagged is therefore not quite independent of the choice. Validation has no MR. Uncertain: at three times that share.

## Known failures

- On a source that it never saw, most clean images are flagged until the device is calibrated; truncation first, where the body fills the frame (spine,
  sagittal heads). Until then a verdict from such a device says little.
- MR has two patients in training. Of the held-out MR images (`single-mr`: four files, each from a place of its own) most clean ones are flagged, which
  is what lifts the held-out share of clean images flagged over its target; by source it stands in the table above.
- Out-of-distribution never fired on the unseen sources: the distance does not replace calibration.
- The overall score's order is below its target everywhere, on unseen sources far below.
- Metal and truncation are the weakest types on unseen sources; small or low-contrast metal in MR is missed.
- The 16-bit radiographs in the training set are two, and none has more than 2,140 pixels a side: large detectors are hardly known.
- Smeared detail through motion and defocus look alike where there are few edges.
- Images under 128 pixels a side are not judged. PET, ultrasound and colour were never trained on.
"""
    with open(os.path.join(folder, "card.md"), "w", encoding="utf-8") as file:
        file.write(text)
