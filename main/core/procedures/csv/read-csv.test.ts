import { describe, expect, it } from 'vitest';
import { readCsv, type CsvFile } from './read-csv.ts';

const HEAD = 'patient_id,patient_name,modality,start_date,start_time';
const file = (csv: string | Buffer, encoding = 'auto'): CsvFile => {
  const read = readCsv(Buffer.from(csv as string), encoding);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const rejection = (csv: string | Buffer) => {
  const read = readCsv(Buffer.from(csv as string), 'auto');
  return read.ok ? 'it was read' : read.error;
};

describe('a list of steps from a table program', () => {
  it('becomes orders, with dates and times as people write them', () => {
    const { rows, separator } = file(
      'Patient ID;Patient name;Modality;Start date;Start time;Station AE title;Weight kg;Protocol code;Shoe size\r\n' +
        'K-1;"Muster, Berta";ct;24.11.2026;9:30;CT_1;72,5;HEAD|99B|Head; 44\r\n',
    );
    expect(separator).toBe(';');
    expect(rows[0]?.mistakes).toEqual([]);
    expect(rows[0]?.line).toBe(2);
    expect(rows[0]?.order).toMatchObject({
      patientId: 'K-1',
      patientName: { alphabetic: 'Muster^Berta' },
      modality: 'CT',
      startDate: '2026-11-24',
      startTime: '09:30:00',
      stationAeTitles: ['CT_1'],
      patientWeightKg: 72.5,
      protocolCodes: [{ value: 'HEAD', scheme: '99B', meaning: 'Head' }],
    });
    expect(rows[0]?.order.studyInstanceUid).toMatch(/^2\.25\./);
  });

  it('says which columns it leaves out', () => {
    expect(file(`${HEAD},shoe size\nK-1,A^B,CT,20261124,1000,44`).ignoredColumns).toEqual(['shoe size']);
  });

  it.each([
    { row: ',A^B,CT,20261124,1000', says: 'Patient ID is missing.' },
    { row: 'K-1,A^B,CT,2026-13-01,1000', says: 'start_date: “2026-13-01” is no date: write 2026-11-24.' },
    { row: 'K-1,A^B,CT,11/24/2026,1000', says: 'start_date: “11/24/2026” is no date: write 2026-11-24.' },
    { row: 'K-1,A^B,CT,20261124,25:00', says: 'start_time: “25:00” is no time of day: write 14:30.' },
    {
      row: 'K-1,A^B,C T,20261124,1000',
      says: 'Modality is a short code in capitals such as CT, MR, DX or US.',
    },
    { row: 'K-1,A^B,CT,20261124,1000,one too many', says: 'The row has 6 cells, but there are 5 columns.' },
    { row: `${'K'.repeat(65)},A^B,CT,20261124,1000`, says: 'Patient ID is longer than 64 characters.' },
  ])('says at the row: $says', ({ row, says }) => {
    expect(file(`${HEAD}\n${row}\nK-2,A^B,CT,20261124,1000`).rows.map(({ mistakes }) => mistakes)).toEqual([
      [says],
      [],
    ]);
  });

  it.each([
    { csv: '', says: /empty/ },
    { csv: HEAD, says: /no rows/ },
    { csv: 'name,day\nx,y', says: /Missing: patient_id, patient_name, modality, start_date, start_time/ },
    { csv: `${HEAD},patient_id\n1,2,3,4,5,6`, says: /patient_id is there twice/ },
    { csv: `${HEAD}\n"K-1,A^B,CT`, says: /line 2: a quotation mark/ },
    { csv: Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), says: /no text file/ },
  ])('refuses the whole file: $says', ({ csv, says }) => {
    expect(rejection(csv)).toMatch(says);
  });

  it.each([
    {
      encoding: 'utf-8',
      bytes: Buffer.from(`\ufeff${HEAD}\nK-1,Müller^J,CT,20261124,1000`),
      name: 'Müller^J',
    },
    {
      encoding: 'utf-16le',
      bytes: Buffer.from(`\ufeff${HEAD}\nK-1,Пример^А,CT,20261124,1000`, 'utf16le'),
      name: 'Пример^А',
    },
    {
      encoding: 'windows-1252',
      bytes: Buffer.from(`${HEAD}\nK-1,M\xfcller^J,CT,20261124,1000`, 'latin1'),
      name: 'Müller^J',
    },
  ])('finds out that it is $encoding', ({ encoding, bytes, name }) => {
    const read = file(bytes);
    expect(read.encoding).toBe(encoding);
    expect(read.rows[0]?.order.patientName.alphabetic).toBe(name);
  });

  it('reads it in the encoding that a person chose', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEAD}\nK-1,`),
      Buffer.from([0xcf, 0xf0]),
      Buffer.from('^A,CT,20261124,1000'),
    ]);
    expect(file(bytes, 'windows-1251').rows[0]?.order.patientName.alphabetic).toBe('Пр^A');
  });
});
