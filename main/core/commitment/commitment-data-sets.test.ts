import { describe, expect, it } from 'vitest';
import {
  EXPLICIT_VR_BIG_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from '../dicom/transfer-syntax.ts';
import { encodeReport, encodeRequest, parseReport, parseRequest } from './commitment-data-sets.ts';

const references = [
  { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: '1.2.3' },
  { sopClassUid: '1.2.840.10008.5.1.4.1.1.4', sopInstanceUid: '1.2.3.45' },
];
const [kept, lost] = references;
const SYNTAXES = [IMPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_BIG_ENDIAN];

describe.each(SYNTAXES)('in %s', (syntax) => {
  it('a request comes back as it was asked', () => {
    const request = { transactionUid: '1.2.9', references };
    expect(parseRequest(encodeRequest(request, syntax), syntax)).toEqual({ ok: true, value: request });
  });

  it('a report says of each instance whether it is kept, or why not', () => {
    const verdicts = [
      { ...kept, failureReason: 0 },
      { ...lost, failureReason: 0x0112 },
    ].map((verdict) => ({ sopClassUid: '', sopInstanceUid: '', ...verdict }));
    const report = { transactionUid: '1.2.9', verdicts };
    expect(parseReport(encodeReport(report, 'BUCKY', syntax), syntax)).toEqual({ ok: true, value: report });
  });
});

it.each([
  [null, 'no data set'],
  [Buffer.alloc(0), 'no valid Transaction UID'],
  [encodeRequest({ transactionUid: '1.2.9', references: [] }, IMPLICIT_VR_LITTLE_ENDIAN), 'no instances'],
  [
    encodeRequest(
      { transactionUid: '1.2.9', references: [{ sopClassUid: '1.2', sopInstanceUid: 'x' }] },
      IMPLICIT_VR_LITTLE_ENDIAN,
    ),
    'without a valid UID',
  ],
  [Buffer.from([8, 0, 0x95, 0x11, 0xff]), 'cannot be read'],
])('a request that cannot be understood is refused in plain words', (dataSet, words) => {
  const parsed = parseRequest(dataSet, IMPLICIT_VR_LITTLE_ENDIAN);
  expect(parsed.ok ? '' : parsed.error).toContain(words);
});
