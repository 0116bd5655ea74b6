"""Classic metrics of image quality, in plain numpy; the formulas stand in the files `metric_*.py`.

`main/core/quality/metrics` holds the same formulas in TypeScript; both must agree to 1e-4. Therefore: float64 sums over
float32 gray levels, box means, finite differences, FFTs of fixed small size (64 x 64, 128 x 128, 256), percentiles by
linear interpolation, no filters from libraries.

Scales used below
  x       gray level on the fixed scale 0..1 (`fixed_scale`), white is 1 whatever the photometric interpretation says
  tiles   up to 10 x 10 squares of 64 x 64 pixels at native resolution, origins at multiples of 8 (`tile_origins`)
  coarse  x averaged over f x f pixels so that no side exceeds 512
  small   coarse averaged to 128 x 128, whatever its shape
  R       contrast range: 99th minus 1st percentile of x, at least 0.02
Frequencies are in cycles per pixel (Nyquist 0.5). "log10" values are log10(value + 1e-6).
"""

import math

import numpy as np

from metric_gray import exposure, noise
from metric_objects import borders, dense_objects
from metric_patterns import blocks, ghosts, line_peak, plane_peak
from metric_sharpness import sharpness
from metric_spectrum import direction, spectrum, tile_spectra
from metric_views import coarse_of, log10, modality_group, pad_to_tile, small_of, TILE, tile_origins, to_fixed_scale

METRIC_NAMES = [
    # exposure, on the fixed scale 0..1
    "grayMean", "grayStd", "grayP01", "grayP05", "grayP25", "grayP50", "grayP75", "grayP95", "grayP99",
    "contrastRange", "entropyBits", "fractionBlack", "fractionWhite", "fractionAtLowest", "fractionAtHighest",
    "levelsUsedLog2", "foregroundMean", "histogramGapFraction",
    # noise
    "noiseLog", "noiseRelativeLog", "noiseP10Log", "noiseP90Log", "noiseDarkLog", "noiseBrightLog",
    "noiseCorrelationX", "noiseCorrelationY", "noiseCorrelationDiagonal", "constantTileFraction", "impulseFraction",
    # local contrast and sharpness
    "localContrastLog", "gradientP50Log", "gradientP90Log", "gradientP99Log", "gradientKurtosis", "laplacianLog",
    "edgeRatio12", "edgeRatio24", "edgeRatio48", "blurEffectX", "blurEffectY",
    # radial power spectrum of the tiles with most structure, log10 of the power relative to the whole
    "spectrumBand1", "spectrumBand2", "spectrumBand3", "spectrumBand4", "spectrumBand5", "spectrumBand6", "spectrumBand7",
    "spectrumSlope",
    # direction
    "gradientAnisotropy", "gradientAxisRatio", "spectrumAnisotropyLow", "spectrumAnisotropyMid", "spectrumAnisotropyHigh",
    "spectrumAxisMid", "cepstrumMinimum", "cepstrumMinimumRadius", "cepstrumMaximum", "coarseAnisotropy",
    # blocks
    "blockRatioX", "blockRatioY", "blockPhasePeak", "blockZeroFraction", "blockFlatFraction",
    # periodic patterns and ghosts
    "linePeakRows", "linePeakColumns", "linePeakFrequency", "planePeak", "planePeakFrequency",
    "coarsePeak", "ghostHalfRows", "ghostHalfColumns", "ghostPeakRows", "ghostPeakColumns", "backgroundMean",
    "backgroundStructure", "backgroundBanding",
    # dense objects
    "denseFraction", "denseEdge", "denseStep", "streakCoherence", "streakEnergy", "darkBesideDense", "radialAnisotropy",
    # borders: part of each strip that is body, sorted, and how it differs from the middle
    "borderBodyLargest", "borderBodySecond", "borderBodyThird", "borderBodySmallest", "borderGradientRatio", "borderLevelLargest",
    "borderLevelSmallest", "borderDetail", "bodyFraction",
    # the frame itself
    "pixelsLog2", "aspectRatioLog2", "bitsStored", "isRadiograph", "isCt", "isMr",
]


MODEL_TILES = 4


def analyse(values, context):
    """`values` float32 rows x columns after the Modality LUT. `context`: modality, bitsStored, lowest, highest, isMonochrome1,
    paddingMask (or None). Answers what the quality model looks at: float64 numbers in the order of METRIC_NAMES, the small
    view (1 x 128 x 128, x) and the first 4 active tiles (4 x 64 x 64, x; again from the first one where there are fewer)."""
    values = np.asarray(values, dtype=np.float32)
    x = to_fixed_scale(values, context)
    first, contrast = exposure(x)
    padded = pad_to_tile(x)
    rows, columns = padded.shape
    origins = [(r, c) for r in tile_origins(rows) for c in tile_origins(columns)]
    tiles = np.stack([padded[r : r + TILE, c : c + TILE] for r, c in origins]).astype(np.float64)
    means = tiles.mean(axis=(1, 2))
    deviations = np.sqrt(np.maximum((tiles**2).mean(axis=(1, 2)) - means**2, 0))
    # Tiles with most structure first; ties keep their order. Half of them, at least one and at most 40, are active.
    active = np.argsort(-np.floor(deviations * 1e6 + 0.5), kind="stable")[: min(max((len(tiles) + 1) // 2, 1), 40)]
    coarse = coarse_of(x)
    small = small_of(coarse)
    noises = noise(tiles, contrast, means)
    power = tile_spectra(tiles[active]).mean(axis=0)
    row_peak, row_frequency = line_peak(x, True)
    column_peak, column_frequency = line_peak(x, False)
    plane, plane_frequency = plane_peak(power, TILE, 0.1)
    group = modality_group(context["modality"])
    result = [
        *first, *noises, *sharpness(tiles, active, contrast, deviations), *spectrum(power),
        *direction(tiles, active, power, small), *blocks(tiles, active, contrast),
        row_peak, column_peak, row_frequency if row_peak >= column_peak else column_frequency, plane, plane_frequency,
        *ghosts(small), *dense_objects(coarse, small, contrast), *borders(small),
        math.log2(values.size), math.log2(values.shape[1] / values.shape[0]), float(min(context["bitsStored"], 16)),
        float(group == "XR"), float(group == "CT"), float(group == "MR"),
    ]
    seen = tiles[[active[i % len(active)] for i in range(MODEL_TILES)]]
    return np.array(result, dtype=np.float64), small[None].astype(np.float32), seen.astype(np.float32)


def measure(values, context):
    """The numbers alone, see `analyse`."""
    return analyse(values, context)[0]
