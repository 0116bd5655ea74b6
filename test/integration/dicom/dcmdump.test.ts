import { spawnSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { scanFile } from '../../../main/core/dicom/scan-file.ts';
import { TAG } from '../../../main/core/dicom/tag.ts';
import { toInstanceHeader } from '../../../main/core/dicom/to-instance-header.ts';
import type { InstanceHeader } from '../../../main/core/dicom/instance-header.ts';
import { findProgram } from '../../support/programs.ts';
import { hasSharedData, listSharedFiles, type SharedFile } from '../../support/shared-data.ts';

const COMPARED: readonly (readonly [
  tag: number,
  read: (header: InstanceHeader) => string | number | null,
])[] = [
  [TAG.sopClassUid, (header) => header.sopClassUid],
  [TAG.sopInstanceUid, (header) => header.sopInstanceUid],
  [TAG.studyInstanceUid, (header) => header.studyInstanceUid],
  [TAG.seriesInstanceUid, (header) => header.seriesInstanceUid],
  [TAG.modality, (header) => header.modality],
  [TAG.studyDate, (header) => header.studyDate],
  [TAG.rows, (header) => header.rows],
  [TAG.columns, (header) => header.columns],
  [TAG.photometricInterpretation, (header) => header.photometricInterpretation],
];

const toDcmtkTag = (tag: number) => {
  const hex = tag.toString(16).padStart(8, '0');
  return `${hex.slice(0, 4)},${hex.slice(4)}`;
};

/** Files that DCMTK and we read differently, and why ours is right or as good. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'broken/pydicom__test_files_no_meta.dcm':
    'shifted by one byte: no reader finds a data set without being told',
  'singles/dcm4che__resources_no_preamble_dicm_in_data':
    'DCMTK takes DICM in the data for the end of a preamble',
  'syntaxes/pydicom__test_files_SC_rgb_jpeg.dcm': 'implicit although it says explicit: DCMTK loses its way',
};

/** What dcmdump prints of each file: attributes of the top level by tag, quotes and names of UIDs removed. */
function dump(files: readonly SharedFile[]): ReadonlyMap<string, ReadonlyMap<string, string | null>> {
  const searched = COMPARED.flatMap(([tag]) => ['+P', toDcmtkTag(tag)]);
  const paths = files.map((file) => file.path);
  const { stdout: text } = spawnSync('dcmdump', ['-q', '+F', '+E', '-Un', '+p', ...searched, ...paths], {
    encoding: 'latin1',
    maxBuffer: 0x4000000,
  });
  const byPath = new Map<string, Map<string, string | null>>();
  let current = new Map<string, string | null>();
  for (const line of text.split('\n')) {
    const path = /^# dcmdump \(\d+\/\d+\): (.*)$/.exec(line)?.[1];
    if (path !== undefined) {
      current = new Map();
      byPath.set(path, current);
    }
    const attribute = /^\(([0-9a-f]{4},[0-9a-f]{4})\) (..) (?:\[(.*?)\] |([^#]*))/.exec(line);
    if (attribute === null) continue;
    const [, tag = '', vr, text = '', number = ''] = attribute;
    // Of attributes that were marked UN it prints the bytes; we know their VR from the dictionary.
    const value =
      vr === 'UN' ? null : (text || number).replace('(no value available)', '').replace(/[\0 ]+$/, '');
    current.set(tag, value);
  }
  return byPath;
}

describe.runIf(hasSharedData && findProgram('dcmdump') !== null)('what we read of a file', () => {
  it('is what DCMTK reads, for every file of the shared collection', async () => {
    const files = listSharedFiles().filter(({ name }) => !(name in EXCEPTIONS));
    const dumped = dump(files);
    const differences: string[] = [];
    for (const file of files) {
      const handle = await open(file.path);
      const scanned = await scanFile(handle);
      await handle.close();
      const expected = dumped.get(file.path);
      if (!scanned.ok || !expected) {
        differences.push(`${file.name}: ${scanned.ok ? 'not read by DCMTK' : scanned.error}`);
        continue;
      }
      const header = toInstanceHeader(scanned.value.scanned.header);
      for (const [tag, read] of COMPARED) {
        const ours = String(read(header) ?? '');
        const theirs = expected.get(toDcmtkTag(tag));
        if (theirs !== null && ours !== (theirs ?? ''))
          differences.push(`${file.name} (${toDcmtkTag(tag)}): ${ours} against ${theirs ?? ''}`);
      }
    }
    expect(files.length).toBeGreaterThan(800);
    expect(differences).toEqual([]);
  });
});
