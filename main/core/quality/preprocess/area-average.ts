/** How much of each source pixel lies in each of `cells` equal cells along one axis. */
interface Shares {
  /** First source index of each cell. */
  readonly starts: Int32Array;
  /** Cell by cell, what each of its source pixels counts; a cell's shares sum to 1. */
  readonly weights: readonly Float64Array[];
}

/**
 * Mean gray in each cell of a `size` x `size` net over the whole image, whatever its shape; a pixel on the border of two cells
 * counts for both by the part that lies in each. Works for images smaller than the net as well.
 */
export function areaAverage(values: Float32Array, rows: number, columns: number, size: number): Float64Array {
  const down = sharesOf(rows, size);
  const across = sharesOf(columns, size);
  const net = new Float64Array(size * size);
  const line = new Float64Array(columns);
  for (let cellRow = 0; cellRow < size; cellRow += 1) {
    addRows(line, values, down, cellRow);
    for (let cell = 0; cell < size; cell += 1) {
      const first = across.starts[cell] ?? 0;
      let sum = 0;
      across.weights[cell]?.forEach((weight, index) => {
        sum += weight * (line[first + index] ?? 0);
      });
      net[cellRow * size + cell] = sum;
    }
  }
  return net;
}

/** Weighted sum of the rows of one cell, into `line`. */
function addRows(line: Float64Array, values: Float32Array, down: Shares, cellRow: number): void {
  line.fill(0);
  const first = down.starts[cellRow] ?? 0;
  down.weights[cellRow]?.forEach((weight, index) => {
    const offset = (first + index) * line.length;
    for (let column = 0; column < line.length; column += 1) {
      line[column] = (line[column] ?? 0) + weight * (values[offset + column] ?? 0);
    }
  });
}

function sharesOf(length: number, cells: number): Shares {
  const starts = new Int32Array(cells);
  const weights: Float64Array[] = [];
  for (let cell = 0; cell < cells; cell += 1) {
    const from = (cell * length) / cells;
    const to = ((cell + 1) * length) / cells;
    const start = Math.floor(from);
    const end = Math.min(Math.ceil(to), length);
    starts[cell] = start;
    weights.push(
      Float64Array.from({ length: end - start }, (_, index) => {
        const pixel = start + index;
        return (Math.max(Math.min(to, pixel + 1) - Math.max(from, pixel), 0) * cells) / length;
      }),
    );
  }
  return { starts, weights };
}
