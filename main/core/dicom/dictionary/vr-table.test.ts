import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Makes `vr-table.ts` from the dictionary of dcmjs (MIT licence), which is made from PS3.6.
 * After an update of dcmjs: `npx vitest run main/core/dicom/dictionary --update`.
 */
function makeVrTable(): string {
  const dcmjs = createRequire(import.meta.url)('dcmjs') as DcmjsModule; // it has no types
  const { nameMap } = dcmjs.data.DicomMetaDictionary;
  const linesByGroup = new Map<string, string[]>();
  for (const { tag, vr } of Object.values(nameMap)) {
    const [, group, element] = /^\(([0-9A-F]{4}),([0-9A-F]{4})\)$/.exec(tag) ?? [];
    if (group === undefined || element === undefined || vr === 'na') continue;
    const entries = linesByGroup.get(group) ?? [];
    entries.push(`${element}${vr === 'up' ? 'UL' : vr}`);
    linesByGroup.set(group, entries);
  }
  const lines = [...linesByGroup]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([group, entries]) => `  0x${group.toLowerCase()}: '${[...new Set(entries)].sort().join('')}',`);
  return [
    '/**',
    ' * Value representations of the standard attributes by group: four hex digits of the element, then its VR, and so on.',
    ' * `xs` is US or SS, `ox` is OB or OW, `lt` is US or OW. Groups 5000 and 6000 stand for 50xx and 60xx.',
    ' * Made by vr-table.test.ts from the dictionary of dcmjs (MIT licence, after PS3.6); do not edit.',
    ' */',
    '// prettier-ignore',
    'export const VR_TABLE: Readonly<Record<number, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

interface DcmjsModule {
  readonly data: {
    readonly DicomMetaDictionary: {
      readonly nameMap: Readonly<Record<string, { readonly tag: string; readonly vr: string }>>;
    };
  };
}

describe('the table of value representations', () => {
  it('is the one that the dictionary of dcmjs gives', async () => {
    await expect(makeVrTable()).toMatchFileSnapshot(path.join(import.meta.dirname, 'vr-table.ts'));
  });
});
