import { open } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSharedFiles } from '../../../test/support/shared-data.ts';
import { scanFile } from './scan-file.ts';
import { TAG } from './tag.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../../../test/fixtures/ct-head/08.dcm');

async function scan(file: string) {
  const handle = await open(file);
  try {
    return await scanFile(handle);
  } finally {
    await handle.close();
  }
}

describe('a file on disk', () => {
  it('gives what the same bytes give over the wire, and its file meta', async () => {
    const scanned = await scan(FIXTURE);
    if (!scanned.ok) throw new Error(scanned.error);
    const { meta, remarks } = scanned.value;
    const { header, pixelData, problem } = scanned.value.scanned;
    expect(problem).toBeNull();
    expect(remarks).toEqual([]);
    expect(header.elements.get(TAG.sopInstanceUid)?.value?.toString().replace('\0', '')).toBe(
      meta.sopInstanceUid,
    );
    expect(pixelData).toMatchObject({ tag: TAG.pixelData, vr: 'OW', length: 512 * 512 * 2 });
  });

  it('that is no DICOM is a value, not an exception', async () => {
    expect(await scan(import.meta.filename)).toEqual({ ok: false, error: 'not-dicom' });
  });
});

/** What the scanner finds wrong with real files, and with no others. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'broken/pydicom__test_files_MR_truncated.dcm': 'ended-early',
  'broken/pydicom__test_files_no_meta.dcm': 'not-dicom',
  'broken/pydicom__test_files_rtplan_truncated.dcm': 'ended-early',
  'dicomdir/pydicom/dicomdirtests/DICOMDIR-nooffset': 'malformed',
  'multiframe/pydicom-data__data_emri_small_jpeg_2k_lossless_too_short.dcm': 'ended-early',
  'nonimage/dcm4che__resources_Tag-0040-A170-VR-CS.dcm': 'malformed',
  'singles/fo-dicom__Test_Data_GH179A.dcm': 'malformed',
  'singles/fo-dicom__Test_Data_GH179B.dcm': 'malformed',
  'syntaxes/fo-dicom__Test_Data_GH1339.dcm': 'ended-early',
  'syntaxes/pydicom__test_files_SC_rgb_jpeg.dcm': 'malformed',
};

describe.runIf(listSharedFiles().length > 0)('every file of the shared collection', () => {
  it('is read without trouble, except those that are known to be wrong', async () => {
    const found: Record<string, string> = {};
    for (const { name, path: file } of listSharedFiles()) {
      const scanned = await scan(file);
      const problem = scanned.ok ? scanned.value.scanned.problem?.kind : scanned.error;
      if (problem !== undefined) found[name] = problem;
    }
    expect(found).toEqual(PROBLEMS);
  }, 60_000);
});
