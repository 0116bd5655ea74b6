"""What the training code makes of given frames, for the tests that compare TypeScript with it.

Reads a JSON list from standard input: {name, values (path of float32 little endian), rows, columns, paddingMask (path of bytes,
or null), modality, bitsStored, lowest, highest, isMonochrome1}. Writes {names, frames: [{name, metrics, bodyRegion, small,
tiles}]}, every `every`-th number of the images as base64 of float32.
"""

import base64
import json
import sys

import numpy as np

from anatomy_data import body_region_input
from metrics import METRIC_NAMES, analyse



def packed(values, every):
    return base64.b64encode(np.asarray(values, dtype="<f4").reshape(-1)[::every].tobytes()).decode()


def answer(item):
    values = np.fromfile(item["values"], dtype="<f4").reshape(item["rows"], item["columns"])
    mask = None
    if item["paddingMask"]:
        mask = np.fromfile(item["paddingMask"], dtype=np.uint8).reshape(values.shape)
    context = {**item, "paddingMask": mask}
    metrics, small, tiles = analyse(values, context)
    return {
        "name": item["name"], "metrics": [float(f"{m:.9g}") for m in metrics],
        "bodyRegion": packed(body_region_input(values, context), item["every"]),
        "small": packed(small, item["every"]), "tiles": packed(tiles, item["every"]),
    }


if __name__ == "__main__":
    print(json.dumps({"names": METRIC_NAMES, "frames": [answer(item) for item in json.load(sys.stdin)]}))
