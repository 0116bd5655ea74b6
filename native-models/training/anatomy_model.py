"""The body region network, its sense of what it does not know, and its way to ONNX and back."""

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from anatomy_data import REGIONS

FEATURES = 64


class BodyRegionNet(nn.Module):
    """Four convolutions, mean and maximum over the last map, 64 features, 8 logits. About 152,000 parameters."""

    def __init__(self):
        super().__init__()
        channels = [1, 24, 48, 96, 96]
        layers = []
        for index, (inside, outside) in enumerate(zip(channels[:-1], channels[1:])):
            stride = 2 if index < 3 else 1
            layers += [nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU()]
        self.body = nn.Sequential(*layers)
        self.neck = nn.Linear(2 * channels[-1], FEATURES)
        self.head = nn.Linear(FEATURES, len(REGIONS) + 1)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        features = self.features(x)
        return self.head(torch.relu(self.dropout(features)))

    def features(self, x):
        maps = self.body((x - 0.5) * 4)
        return self.neck(torch.cat([maps.mean(dim=(2, 3)), maps.amax(dim=(2, 3))], dim=1))


class Deployed(nn.Module):
    """The trained network as it is shipped: batch norms folded into the convolutions, temperature and distance inside.

    Input `image` n x 1 x 64 x 64. Outputs: `probabilities` n x 8 (calibrated; the last is `unlike`) and `distance` n: the
    Mahalanobis distance of the features from the nearest region's mean, with one covariance for all regions.
    """

    def __init__(self, channels=(1, 24, 48, 96, 96), outputs=len(REGIONS) + 1):
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(a, b, 3, 2 if i < 3 else 1, 1) for i, (a, b) in enumerate(zip(channels[:-1], channels[1:]))
        )
        self.neck = nn.Linear(2 * channels[-1], FEATURES)
        self.head = nn.Linear(FEATURES, outputs)
        # Features whitened: multiplied by the root of the inverse covariance, and so the means.
        self.whiten = nn.Parameter(torch.zeros(FEATURES, FEATURES))
        self.means = nn.Parameter(torch.zeros(1, len(REGIONS), FEATURES))

    def forward(self, image):
        maps = (image - 0.5) * 4
        for convolution in self.convolutions:
            maps = torch.relu(convolution(maps))
        features = self.neck(torch.cat([maps.mean(dim=(2, 3)), maps.amax(dim=(2, 3))], dim=1))
        probabilities = torch.softmax(self.head(torch.relu(features)), dim=1)
        white = features @ self.whiten
        apart = white.unsqueeze(1) - self.means
        distance = torch.sqrt((apart * apart).sum(dim=2).min(dim=1)[0])
        return probabilities, distance


def deploy(net, temperature, features, regions):
    """`net` with its batch norms folded, its logits divided by `temperature`; distances from the training `features`."""
    deployed = Deployed()
    with torch.no_grad():
        convolutions = [layer for layer in net.body if isinstance(layer, nn.Conv2d)]
        norms = [layer for layer in net.body if isinstance(layer, nn.BatchNorm2d)]
        for target, convolution, norm in zip(deployed.convolutions, convolutions, norms):
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            target.weight.copy_(convolution.weight * scale[:, None, None, None])
            target.bias.copy_(norm.bias - norm.running_mean * scale)
        deployed.neck.load_state_dict(net.neck.state_dict())
        deployed.head.weight.copy_(net.head.weight / temperature)
        deployed.head.bias.copy_(net.head.bias / temperature)
        means = np.stack([features[regions == index].mean(axis=0) for index in range(len(REGIONS))])
        centred = features - means[regions]
        covariance = centred.T @ centred / len(centred) + 1e-3 * np.eye(FEATURES) * np.trace(centred.T @ centred / len(centred)) / FEATURES
        values, vectors = np.linalg.eigh(covariance)
        whiten = vectors @ np.diag(values**-0.5)
        deployed.whiten.copy_(torch.tensor(whiten, dtype=torch.float32))
        deployed.means.copy_(torch.tensor((means @ whiten)[None], dtype=torch.float32))
    return deployed.eval()


def export(deployed, path):
    torch.onnx.export(
        deployed, torch.zeros(2, 1, 64, 64), path, opset_version=13, input_names=["image"],
        output_names=["probabilities", "distance"], keep_initializers_as_inputs=False,
        dynamic_axes={"image": {0: "n"}, "probabilities": {0: "n"}, "distance": {0: "n"}},
    )


def load(path):
    """The shipped network, its weights read from the ONNX file."""
    weights = {item.name: torch.tensor(numpy_helper.to_array(item).copy()) for item in onnx.load(path).graph.initializer}
    deployed = Deployed()
    deployed.load_state_dict({name: weights[name] for name in deployed.state_dict()})
    return deployed.eval()


def run(deployed, inputs, batch=512):
    """inputs n x 64 x 64 -> (probabilities n x 8, distance n)."""
    outputs = []
    with torch.no_grad():
        for start in range(0, len(inputs), batch):
            outputs.append(deployed(torch.tensor(inputs[start : start + batch]).unsqueeze(1)))
    return torch.cat([o[0] for o in outputs]).numpy(), torch.cat([o[1] for o in outputs]).numpy()
