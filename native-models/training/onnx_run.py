"""Runs the exported graph itself, node by node, so that figures are those of the file and not of the network it came from. Debian
has no ONNX runtime; these are the operators that torch writes for model.py."""

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch.nn import functional


def _attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def _integers(value):
    return [int(n) for n in value.reshape(-1)]


def _slice(x, starts, ends, axes=None, steps=None):
    index = [slice(None)] * x.dim()
    axes = _integers(axes) if axes is not None else list(range(len(starts)))
    steps = _integers(steps) if steps is not None else [1] * len(axes)
    for axis, start, end, step in zip(axes, _integers(starts), _integers(ends), steps):
        index[axis] = slice(start, min(end, x.shape[axis]), step)
    return x[tuple(index)]


def _conv(x, w, b, a):
    pads = a.get("pads", [0, 0, 0, 0])
    return functional.conv2d(functional.pad(x, (pads[1], pads[3], pads[0], pads[2])), w, b, stride=a.get("strides", [1, 1]))


def _pool(x, a):
    return functional.avg_pool2d(x, a["kernel_shape"], stride=a.get("strides"))


def _reshape(x, shape):
    wanted = [x.shape[i] if n == 0 else n for i, n in enumerate(_integers(shape))]
    return x.reshape(wanted)


def _reduce(how):
    return lambda i, a: how(i[0], a.get("axes", list(range(i[0].dim()))), bool(a.get("keepdims", 1)))


def _unsqueeze(i, a):
    out = i[0]
    for axis in sorted(_integers(i[1]) if len(i) > 1 else a["axes"]):
        out = out.unsqueeze(axis)
    return out


OPERATORS = {
    "Add": lambda i, a: i[0] + i[1], "Sub": lambda i, a: i[0] - i[1], "Mul": lambda i, a: i[0] * i[1], "Div": lambda i, a: i[0] / i[1],
    "Sqrt": lambda i, a: torch.sqrt(i[0]), "Sigmoid": lambda i, a: torch.sigmoid(i[0]), "Relu": lambda i, a: torch.relu(i[0]),
    "Pow": lambda i, a: i[0] ** i[1], "MatMul": lambda i, a: i[0] @ i[1], "Identity": lambda i, a: i[0],
    "Clip": lambda i, a: torch.clamp(i[0], float(i[1]), float(i[2])),
    "Gemm": lambda i, a: i[0] @ (i[1].T if a.get("transB") else i[1]) + i[2],
    "Conv": lambda i, a: _conv(i[0], i[1], i[2] if len(i) > 2 else None, a),
    "AveragePool": lambda i, a: _pool(i[0], a), "GlobalAveragePool": lambda i, a: i[0].mean(dim=(2, 3), keepdim=True),
    "ReduceMean": _reduce(lambda x, axes, keep: x.mean(dim=axes, keepdim=keep)),
    "ReduceMax": _reduce(lambda x, axes, keep: x.amax(dim=axes, keepdim=keep)),
    "Concat": lambda i, a: torch.cat(i, dim=a["axis"]), "Flatten": lambda i, a: i[0].flatten(a.get("axis", 1)),
    "Reshape": lambda i, a: _reshape(i[0], i[1]), "Slice": lambda i, a: _slice(*i),
    "Shape": lambda i, a: torch.tensor(i[0].shape), "Gather": lambda i, a: i[0].index_select(a.get("axis", 0), i[1].reshape(-1)).squeeze(a.get("axis", 0))
    if i[1].dim() == 0 else i[0].index_select(a.get("axis", 0), i[1]),
    "Unsqueeze": _unsqueeze, "Constant": lambda i, a: torch.from_numpy(np.array(numpy_helper.to_array(a["value"]))),
    "Cast": lambda i, a: i[0],
}


class OnnxGraph:
    def __init__(self, path):
        self.graph = onnx.load(path).graph
        self.weights = {t.name: torch.from_numpy(np.array(numpy_helper.to_array(t))) for t in self.graph.initializer}

    def run(self, inputs):
        """{name: numpy array} -> list of numpy arrays in the order of the outputs."""
        known = {**self.weights, **{n: torch.from_numpy(np.ascontiguousarray(v)) for n, v in inputs.items()}}
        with torch.no_grad():
            for node in self.graph.node:
                known[node.output[0]] = OPERATORS[node.op_type]([known[n] if n else None for n in node.input], _attributes(node))
        return [known[o.name].numpy() for o in self.graph.output]
