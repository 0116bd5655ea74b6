import { describe, expect, it } from 'vitest';
import { mirrored, panned, turnedRight, upright } from '../view/view-transform.ts';
import {
  boxOnScreen,
  bracketPath,
  directionOnScreen,
  placeContained,
  placeInTile,
  withinTile,
} from './evidence-geometry.ts';

const tile = { width: 400, height: 300 };
const image = { width: 200, height: 100 };
/** Right half of the upper half. */
const region = { x: 0.5, y: 0, width: 0.5, height: 0.5 };

describe('where evidence stands on the screen', () => {
  it('lies over the region when the image is shown 1:1 in the middle', () => {
    const place = placeInTile(tile, image, 1, upright, 1);
    expect(boxOnScreen(region, place)).toEqual({ left: 200, top: 100, right: 300, bottom: 150 });
  });

  it('follows zoom and pan', () => {
    const place = placeInTile(tile, image, 1, panned({ ...upright, scale: 2 }, { x: 10, y: -20 }), 1);
    expect(boxOnScreen(region, place)).toEqual({ left: 210, top: 30, right: 410, bottom: 130 });
  });

  it('counts in CSS px on a fine screen, where the view counts in device px', () => {
    const place = placeInTile(tile, image, 1, { ...upright, scale: 2 }, 2);
    expect(boxOnScreen(region, place)).toEqual({ left: 200, top: 100, right: 300, bottom: 150 });
  });

  it('goes to the lower right when the picture is turned to the right', () => {
    const place = placeInTile(tile, image, 1, turnedRight(upright), 1);
    expect(boxOnScreen(region, place)).toEqual({ left: 200, top: 150, right: 250, bottom: 250 });
  });

  it('goes to the left when the picture is mirrored', () => {
    const place = placeInTile(tile, image, 1, mirrored(upright, 'horizontal'), 1);
    expect(boxOnScreen(region, place)).toEqual({ left: 100, top: 100, right: 200, bottom: 150 });
  });

  it('stretches with pixels that are not square', () => {
    const place = placeInTile(tile, image, 2, upright, 1);
    expect(boxOnScreen(region, place)).toEqual({ left: 200, top: 50, right: 300, bottom: 150 });
  });

  it('turns and mirrors a direction with the picture', () => {
    const at = (view: typeof upright) =>
      Math.round(directionOnScreen(90, placeInTile(tile, image, 1, view, 1)));
    expect(at(upright)).toBe(90);
    expect(Math.abs(at(turnedRight(upright)))).toBe(180);
    expect(at(mirrored(upright, 'vertical'))).toBe(-90);
  });

  it('lies over an image that is shown whole in a box', () => {
    const place = placeContained({ width: 400, height: 400 }, image);
    expect(boxOnScreen(region, place)).toEqual({ left: 200, top: 100, right: 400, bottom: 200 });
  });

  it('leaves the middle of every edge free, however small the region is', () => {
    expect(bracketPath({ left: 0, top: 0, right: 20, bottom: 20 })).toBe(
      'M0 6V0H6M14 0H20V6M20 14V20H14M6 20H0V14',
    );
  });

  it('keeps brackets in the tile, and has none for what is not in sight', () => {
    expect(withinTile({ left: -50, top: 10, right: 500, bottom: 90 }, tile, 4)).toEqual({
      left: 4,
      top: 10,
      right: 396,
      bottom: 90,
    });
    expect(withinTile({ left: 500, top: 10, right: 600, bottom: 90 }, tile, 4)).toBeNull();
  });
});
