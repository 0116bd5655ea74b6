"""The quality network: several small networks on the metrics and one convolutional network on the pixels, averaged."""

import torch
from torch import nn

TYPES = 9


class MetricNet(nn.Module):
    """Metrics (standardised) -> 9 logits, 9 severities before the sigmoid, 1 score before the sigmoid."""

    def __init__(self, width, hidden=128, dropout=0.25):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(width, hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(dropout),
            nn.Linear(hidden, TYPES * 2 + 1),
        )

    def forward(self, z):
        return self.body(z)


def stage(inside, outside, stride=2):
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(),
    )


class PixelNet(nn.Module):
    """Small view and tiles, with the metrics beside them -> the same 19 numbers."""

    def __init__(self, width, dropout=0.25):
        super().__init__()
        self.view = nn.Sequential(stage(2, 12), stage(12, 24), stage(24, 32), stage(32, 40), nn.AdaptiveAvgPool2d(4))
        self.tile = nn.Sequential(stage(1, 12), stage(12, 24), stage(24, 40), nn.AdaptiveAvgPool2d(1))
        self.head = nn.Sequential(
            nn.Linear(40 * 16 + 80 + width, 128), nn.ReLU(), nn.Dropout(dropout), nn.Linear(128, TYPES * 2 + 1),
        )

    def forward(self, z, small, tiles):
        # The view twice: as it is (exposure) and with its own mean and spread (shape of the body).
        mean = small.mean(dim=(2, 3), keepdim=True)
        spread = ((small - mean) ** 2).mean(dim=(2, 3), keepdim=True).sqrt() + 0.02
        view = self.view(torch.cat([small * 2 - 1, (small - mean) / spread], dim=1)).flatten(1)
        flat = tiles.reshape(-1, 1, 64, 64)
        tile_mean = flat.mean(dim=(2, 3), keepdim=True)
        tile_spread = ((flat - tile_mean) ** 2).mean(dim=(2, 3), keepdim=True).sqrt() + 0.01
        seen = self.tile((flat - tile_mean) / tile_spread).flatten(1).reshape(-1, 4, 40)
        return self.head(torch.cat([view, seen.mean(dim=1), seen.max(dim=1)[0], z], dim=1))


class QualityModel(nn.Module):
    """What is exported. `pixel_weights` (19): how much of each output comes from the convolutional network."""

    def __init__(self, mean, std, metric_nets, pixel_nets, whitening, pixel_weights):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.register_buffer("whitening", whitening)
        self.register_buffer("pixel_weights", pixel_weights)
        self.metric_nets = nn.ModuleList(metric_nets)
        self.pixel_nets = nn.ModuleList(pixel_nets)

    def forward(self, metrics, small, tiles):
        z = torch.clamp((metrics - self.mean) / self.std, -6.0, 6.0)
        out = sum(net(z) for net in self.metric_nets) / len(self.metric_nets)
        if len(self.pixel_nets):
            seen = sum(net(z, small, tiles) for net in self.pixel_nets) / len(self.pixel_nets)
            out = out * (1 - self.pixel_weights) + seen * self.pixel_weights
        # Root mean square of the whitened metrics: 1 is as usual as can be.
        distance = torch.sqrt((torch.matmul(z, self.whitening) ** 2).mean(dim=1))
        return out[:, :TYPES], torch.sigmoid(out[:, TYPES : 2 * TYPES]), torch.sigmoid(out[:, 2 * TYPES]), distance
