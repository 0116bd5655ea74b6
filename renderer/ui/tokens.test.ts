import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

type Theme = ReadonlyMap<string, string>;

/** Custom properties with a plain hex colour, per theme; light inherits what it does not change. */
function readThemes(text: string): { readonly dark: Theme; readonly light: Theme } {
  const dark = new Map<string, string>();
  const light = new Map<string, string>();
  for (const [, selector = '', body = ''] of text.matchAll(
    /(:root|\[data-theme=["']light["']\])\s*\{([^}]*)\}/g,
  )) {
    for (const [, name = '', value = ''] of body.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})\b/gi)) {
      if (selector === ':root') dark.set(name, value);
      else light.set(name, value);
    }
  }
  return { dark, light: new Map([...dark, ...light]) };
}

/** Relative luminance, WCAG 2.2. @param hex `#rrggbb` */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Theme, ink: string, ground: string): number {
  const lights = [theme.get(ink), theme.get(ground)].map((hex) => luminance(hex!)).sort((a, b) => b - a);
  return (lights[0]! + 0.05) / (lights[1]! + 0.05);
}

const themes = readThemes(css);
const surfaces = ['--ground', '--panel', '--raised', '--pressed'];
const textTokens = ['--text', '--text-2', '--text-3'];
const flags = ['--good', '--check', '--repeat', '--critical', '--unknown'];
const plates: readonly (readonly [string, string])[] = [
  ['--on-accent', '--accent-fill'],
  ['--on-accent', '--accent-fill-hover'],
  ['--on-critical', '--critical-fill'],
  ['--on-stat', '--stat-fill'],
  ...flags
    .filter((flag) => flag !== '--good' && flag !== '--unknown')
    .map((flag) => ['--on-flag', flag] as const),
];

describe.each(Object.entries(themes))('tokens of the %s theme', (_name, theme) => {
  it.each(textTokens.flatMap((ink) => surfaces.map((ground) => [ink, ground] as const)))(
    'text %s is legible on %s (4.5 : 1)',
    (ink, ground) => {
      expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(['--text', '--text-2'])('text %s is legible on a button under the pointer', (ink) => {
    expect(contrast(theme, ink, '--hover')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(plates)('%s is legible on its fill %s', (ink, ground) => {
    expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(
    [...flags, '--accent', '--line-control'].flatMap((ink) =>
      surfaces.map((ground) => [ink, ground] as const),
    ),
  )('%s can be told from %s (3 : 1)', (ink, ground) => {
    expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(3);
  });

  it('has neutral chrome: red, green and blue alike', () => {
    const chrome = [...surfaces, ...textTokens, '--image', '--hover', '--arrived', '--line', '--line-strong'];
    for (const name of chrome) {
      const hex = theme.get(name)!;
      expect([hex.slice(3, 5), hex.slice(5, 7)], name).toEqual([hex.slice(1, 3), hex.slice(1, 3)]);
    }
  });
});

it('keeps true black under images in both themes', () => {
  expect([themes.dark.get('--image'), themes.light.get('--image')]).toEqual(['#000000', '#000000']);
});
