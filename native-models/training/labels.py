"""What people read: names and units of metrics, and how a device's own images move its thresholds."""

import metrics

TYPES = ["motion", "blur", "noise", "underexposure", "overexposure", "metal", "truncation", "compression", "grid"]

_NAMED = {
    "grayMean": ("Mean gray level", "share of full scale"), "grayStd": ("Global contrast", "share of full scale"),
    "contrastRange": ("Contrast range", "share of full scale"), "entropyBits": ("Histogram entropy", "bits"),
    "fractionBlack": ("Clipped black", "share of pixels"), "fractionWhite": ("Clipped white", "share of pixels"),
    "fractionAtLowest": ("At lowest value", "share of pixels"), "fractionAtHighest": ("At highest value", "share of pixels"),
    "foregroundMean": ("Mean of the body", "share of full scale"), "levelsUsedLog2": ("Gray levels used", "bits"),
    "noiseLog": ("Noise", "log10 of full scale"), "noiseRelativeLog": ("Noise against contrast", "log10"),
    "localContrastLog": ("Local contrast", "log10 of contrast range"), "gradientP99Log": ("Edge strength", "log10 of contrast range per pixel"),
    "laplacianLog": ("Fine detail", "log10 of contrast range"), "edgeRatio12": ("Edge spread", "log10"),
    "blurEffectX": ("Sharpness across", "0 to 1"), "blurEffectY": ("Sharpness down", "0 to 1"),
    "spectrumSlope": ("Fall of the power spectrum", "log10 per log10"), "gradientAnisotropy": ("Edges in one direction", "0 to 1"),
    "spectrumAnisotropyMid": ("Detail in one direction", "log10"), "cepstrumMinimum": ("Trace of a smear", "nepers"),
    "blockRatioX": ("Block borders across", "relative"), "blockRatioY": ("Block borders down", "relative"),
    "blockFlatFraction": ("Flat blocks", "share of blocks"), "linePeakRows": ("Lines across", "log10"),
    "linePeakColumns": ("Lines down", "log10"), "linePeakFrequency": ("Frequency of lines", "cycles per pixel"),
    "planePeak": ("Regular pattern", "log10"), "ghostHalfRows": ("Ghost half the field down", "correlation"),
    "ghostHalfColumns": ("Ghost half the field across", "correlation"), "denseFraction": ("Dense objects", "log10 share of pixels"),
    "streakEnergy": ("Streaks", "log10 of contrast range"), "borderBodyLargest": ("Body at the border, most", "share of border"),
    "borderBodySmallest": ("Body at the border, least", "share of border"), "bodyFraction": ("Body in the image", "share of pixels"),
}
# What a panel shows; the others are for the model.
SHOWN = [
    "noiseLog", "noiseRelativeLog", "localContrastLog", "contrastRange", "gradientP99Log", "edgeRatio12", "blurEffectX", "blurEffectY",
    "grayMean", "fractionBlack", "fractionWhite", "levelsUsedLog2", "blockRatioX", "linePeakRows", "linePeakColumns", "denseFraction",
    "streakEnergy", "borderBodyLargest", "spectrumAnisotropyMid", "ghostHalfRows",
]
METRICS = {name: _NAMED.get(name, (name, "")) for name in metrics.METRIC_NAMES}

DEVICE_CALIBRATION = {
    "leastImages": 50,
    "centreShare": 0.6,
    "notCentred": ["bitsStored", "pixelsLog2", "isRadiograph", "isCt", "isMr"],
    "flaggedShare": 0.06,
    "means": "From at least 50 images of one device and modality that people kept or nobody faulted. Step 1, centre: for each metric not in "
    "notCentred, offset = centreShare x (median of the device's images - cleanMedian of the modality group); subtract it from the raw metrics "
    "before the model, then judge those images again. Step 2, limits: find by 40 halvings the largest share q in 0 to 0.2 with which limits at "
    "each type's quantile 1 - q of the probabilities (linear interpolation) leave at most flaggedShare of those images with any probability above its "
    "limit; the device's threshold of a type is the larger of `flag` and its limit. Without cleanMedian of the group: step 2 alone.",
}
