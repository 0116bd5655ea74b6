/** Numbers in rows and columns, row by row. */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Sums over everything above and to the left, one row and one column of zeros in front. */
function summedArea({ rows, columns, values }: Plane): Float64Array {
  const width = columns + 1;
  const total = new Float64Array((rows + 1) * width);
  const columnSums = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) {
      const columnSum = (columnSums[column] ?? 0) + (values[row * columns + column] ?? 0);
      columnSums[column] = columnSum;
      sum += columnSum;
      total[(row + 1) * width + column + 1] = sum;
    }
  }
  return total;
}

/** Mean over the rectangles between `rowStarts[i]` and `rowEnds[i]` and the same of columns. */
export function rectangleMeans(
  plane: Plane,
  rowStarts: Int32Array,
  rowEnds: Int32Array,
  columnStarts: Int32Array,
  columnEnds: Int32Array,
): Plane {
  const total = summedArea(plane);
  const width = plane.columns + 1;
  const rows = rowStarts.length;
  const columns = columnStarts.length;
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const top = rowStarts[row] ?? 0;
    const bottom = rowEnds[row] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      const left = columnStarts[column] ?? 0;
      const right = columnEnds[column] ?? 0;
      const sum =
        (total[bottom * width + right] ?? 0) -
        (total[top * width + right] ?? 0) -
        (total[bottom * width + left] ?? 0) +
        (total[top * width + left] ?? 0);
      values[row * columns + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return { rows, columns, values };
}

/** Mean over (2 radius + 1) squared pixels, fewer at the borders. */
export function boxMean(plane: Plane, radius: number): Plane {
  const starts = (length: number) => Int32Array.from({ length }, (_, index) => Math.max(index - radius, 0));
  const ends = (length: number) =>
    Int32Array.from({ length }, (_, index) => Math.min(index + radius + 1, length));
  return rectangleMeans(
    plane,
    starts(plane.rows),
    ends(plane.rows),
    starts(plane.columns),
    ends(plane.columns),
  );
}
