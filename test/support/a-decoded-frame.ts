import type { DecodedFrame } from '../../main/core/pixels/decoded-frame.ts';

/**
 * A gray frame of 12 bits as a detector gives it; a test says what is drawn on it and names only what else matters to it.
 *
 * @param draw the value of a pixel
 */
export function aDecodedFrame(
  rows: number,
  columns: number,
  draw: (row: number, column: number) => number,
  changes: Partial<DecodedFrame> = {},
): DecodedFrame {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) values[row * columns + column] = draw(row, column);
  }
  return {
    rows,
    columns,
    samplesPerPixel: 1,
    values,
    bitsStored: 12,
    isSigned: false,
    isMonochrome1: false,
    paddingMask: null,
    windowCenter: null,
    windowWidth: null,
    voi: null,
    lowest: 0,
    highest: 4095,
    ...changes,
  };
}
