import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  writeQualityReport,
  type QualityReportInput,
} from '../../../main/core/quality/report/quality-report.ts';
import { explainMissing } from '../../support/programs.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';

const image = (number: number): QualityReportInput['images'][number] => ({
  sopClassUid: CT,
  sopInstanceUid: `1.2.826.0.1.3680043.8.498.9.${number}`,
  seriesInstanceUid: '1.2.826.0.1.3680043.8.498.8',
  frameNumber: null,
  score: 0.412_345_678_9,
  verdict: 'check',
  recommendation: 'Look at it: it looks like motion.',
  findings: [{ reason: 'Edges are doubled along 12 degrees', probability: 0.91, severity: 0.6 }],
  decisions: ['overrule: it is a pacemaker lead, MTR Anna, 2026-11-24'],
});

const report = (patientName: string, images: QualityReportInput['images']): QualityReportInput => ({
  study: {
    studyInstanceUid: '1.2.826.0.1.3680043.8.498.7',
    patientName,
    patientId: 'Q-1',
    issuerOfPatientId: '',
    patientBirthDate: '19610203',
    patientSex: 'F',
    studyDate: '20261124',
    studyTime: '081500',
    studyId: '',
    accessionNumber: 'A1',
    referringPhysicianName: '',
  },
  recommendation: '1 of 2 images needs a look.',
  score: 0.41,
  images,
  model: 'quality',
  version: '1.0.0',
  stationAeTitle: 'BUCKY',
  writtenAt: new Date(2026, 10, 24, 8, 20, 5),
});

describe('a report on quality', () => {
  it.skipIf(explainMissing(['dciodvfy']) !== null).each([
    { of: 'two images', input: report('Doe^Jane', [image(1), image(2)]) },
    { of: 'a name in Cyrillic', input: report('Иванов^Иван', [image(1)]) },
    { of: 'no image', input: report('Doe^Jane', []) },
  ])('of $of has no error for dciodvfy', ({ input }) => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'report.dcm');
    writeFileSync(file, writeQualityReport(input));
    const run = spawnSync('dciodvfy', [file], { encoding: 'latin1' });
    expect(run.stderr + run.stdout).not.toMatch(/error/i);
    expect(run.stderr).toContain('ComprehensiveSR');
  });

  it.skipIf(explainMissing(['dsrdump']) !== null)('is read whole by dsrdump', () => {
    using folder = aTemporaryFolder();
    const file = path.join(folder.path, 'report.dcm');
    writeFileSync(file, writeQualityReport(report('Doe^Jane', [image(1), image(2)])));
    const run = spawnSync('dsrdump', ['+Pl', file], { encoding: 'utf8' });
    expect(run.status).toBe(0);
    expect(run.stderr).not.toMatch(/^E:/m);
    expect(run.stdout).toContain('Edges are doubled along 12 degrees');
    expect(run.stdout).toContain('0.41234568');
    expect(run.stdout.match(/IMAGE:/g)).toHaveLength(2);
  });
});
