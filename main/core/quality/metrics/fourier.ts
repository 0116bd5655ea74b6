const twiddles = new Map<number, { readonly cosines: Float64Array; readonly sines: Float64Array }>();

function twiddlesOf(size: number) {
  let known = twiddles.get(size);
  if (known === undefined) {
    const angle = (index: number) => (-2 * Math.PI * index) / size;
    known = {
      cosines: Float64Array.from({ length: size / 2 }, (_, index) => Math.cos(angle(index))),
      sines: Float64Array.from({ length: size / 2 }, (_, index) => Math.sin(angle(index))),
    };
    twiddles.set(size, known);
  }
  return known;
}

/** Discrete Fourier transform in place, radix 2; `size` is a power of two. exp(-2 pi i k n / size), no factor. */
export function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reverseBits(real, imaginary);
  const { cosines, sines } = twiddlesOf(size);
  for (let span = 1; span < size; span *= 2) {
    const stride = size / (2 * span);
    for (let start = 0; start < size; start += 2 * span) {
      for (let k = 0; k < span; k += 1) {
        const low = start + k;
        const high = low + span;
        const cosine = cosines[k * stride] ?? 0;
        const sine = sines[k * stride] ?? 0;
        const re = (real[high] ?? 0) * cosine - (imaginary[high] ?? 0) * sine;
        const im = (real[high] ?? 0) * sine + (imaginary[high] ?? 0) * cosine;
        real[high] = (real[low] ?? 0) - re;
        imaginary[high] = (imaginary[low] ?? 0) - im;
        real[low] = (real[low] ?? 0) + re;
        imaginary[low] = (imaginary[low] ?? 0) + im;
      }
    }
  }
}

/** Two-dimensional transform in place of a `size` x `size` square, row by row. */
export function transformSquare(real: Float64Array, imaginary: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    transform(real.subarray(row * size, (row + 1) * size), imaginary.subarray(row * size, (row + 1) * size));
  }
  const columnReal = new Float64Array(size);
  const columnImaginary = new Float64Array(size);
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < size; row += 1) {
      columnReal[row] = real[row * size + column] ?? 0;
      columnImaginary[row] = imaginary[row * size + column] ?? 0;
    }
    transform(columnReal, columnImaginary);
    for (let row = 0; row < size; row += 1) {
      real[row * size + column] = columnReal[row] ?? 0;
      imaginary[row * size + column] = columnImaginary[row] ?? 0;
    }
  }
}

/** Real part of the inverse transform of a square of real numbers that is symmetric about its origin, as power spectra are. */
export function inverseOfPower(power: Float64Array, size: number): Float64Array {
  const real = power.slice();
  // For such a square the forward transform differs from the inverse one only by the factor.
  transformSquare(real, new Float64Array(power.length), size);
  return real.map((value) => value / power.length);
}

/** Frequency of a place in the transform, in cycles per pixel, -0.5 to under 0.5. */
export function frequencyAt(index: number, size: number): number {
  return (index < size / 2 ? index : index - size) / size;
}

/** 0.5 - 0.5 cos(2 pi (i + 0.5) / size). */
export function hannWindow(size: number): Float64Array {
  return Float64Array.from(
    { length: size },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / size),
  );
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, reversed = 0; index < size; index += 1) {
    let bit = size >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index >= reversed) continue;
    const re = real[index] ?? 0;
    const im = imaginary[index] ?? 0;
    real[index] = real[reversed] ?? 0;
    imaginary[index] = imaginary[reversed] ?? 0;
    real[reversed] = re;
    imaginary[reversed] = im;
  }
}
