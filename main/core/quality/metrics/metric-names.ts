/**
 * What is measured on every image, in the order of `METRIC_NAMES` in native-models/training/metrics.py, whose functions give the
 * formulas. Most are shares, correlations or log10 of ratios and have no unit; frequencies are in cycles per pixel.
 */
export const METRIC_NAMES = [
  // Exposure, on the fixed scale 0 to 1.
  ...['grayMean', 'grayStd', 'grayP01', 'grayP05', 'grayP25', 'grayP50', 'grayP75', 'grayP95', 'grayP99'],
  ...[
    'contrastRange',
    'entropyBits',
    'fractionBlack',
    'fractionWhite',
    'fractionAtLowest',
    'fractionAtHighest',
  ],
  ...['levelsUsedLog2', 'foregroundMean', 'histogramGapFraction'],
  // Noise.
  ...['noiseLog', 'noiseRelativeLog', 'noiseP10Log', 'noiseP90Log', 'noiseDarkLog', 'noiseBrightLog'],
  ...['noiseCorrelationX', 'noiseCorrelationY', 'noiseCorrelationDiagonal', 'constantTileFraction'],
  'impulseFraction',
  // Local contrast and sharpness.
  ...[
    'localContrastLog',
    'gradientP50Log',
    'gradientP90Log',
    'gradientP99Log',
    'gradientKurtosis',
    'laplacianLog',
  ],
  ...['edgeRatio12', 'edgeRatio24', 'edgeRatio48', 'blurEffectX', 'blurEffectY'],
  // Radial power spectrum.
  ...['spectrumBand1', 'spectrumBand2', 'spectrumBand3', 'spectrumBand4', 'spectrumBand5', 'spectrumBand6'],
  ...['spectrumBand7', 'spectrumSlope'],
  // Direction.
  ...['gradientAnisotropy', 'gradientAxisRatio', 'spectrumAnisotropyLow', 'spectrumAnisotropyMid'],
  ...[
    'spectrumAnisotropyHigh',
    'spectrumAxisMid',
    'cepstrumMinimum',
    'cepstrumMinimumRadius',
    'cepstrumMaximum',
  ],
  'coarseAnisotropy',
  // Blocks of 8 x 8.
  ...['blockRatioX', 'blockRatioY', 'blockPhasePeak', 'blockZeroFraction', 'blockFlatFraction'],
  // Periodic patterns and ghosts.
  ...['linePeakRows', 'linePeakColumns', 'linePeakFrequency', 'planePeak', 'planePeakFrequency'],
  ...[
    'coarsePeak',
    'ghostHalfRows',
    'ghostHalfColumns',
    'ghostPeakRows',
    'ghostPeakColumns',
    'backgroundMean',
  ],
  ...['backgroundStructure', 'backgroundBanding'],
  // Dense objects.
  ...['denseFraction', 'denseEdge', 'denseStep', 'streakCoherence', 'streakEnergy', 'darkBesideDense'],
  'radialAnisotropy',
  // Borders.
  ...[
    'borderBodyLargest',
    'borderBodySecond',
    'borderBodyThird',
    'borderBodySmallest',
    'borderGradientRatio',
  ],
  ...['borderLevelLargest', 'borderLevelSmallest', 'borderDetail', 'bodyFraction'],
  // The frame itself.
  ...['pixelsLog2', 'aspectRatioLog2', 'bitsStored', 'isRadiograph', 'isCt', 'isMr'],
] as const;
