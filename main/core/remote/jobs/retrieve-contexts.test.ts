import { describe, expect, it } from 'vitest';
import { MAX_CONTEXTS } from '../../association/scu/scu-options.ts';
import { getContexts } from './retrieve-contexts.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.70';

describe('getContexts', () => {
  it('gives each transfer syntax a context of its own, so that images come as they are kept', () => {
    const contexts = getContexts([CT]);
    const own = contexts.filter(({ sopClassUid }) => sopClassUid === CT);
    expect(
      own.every(({ transferSyntaxUids, role }) => transferSyntaxUids.length === 1 && role === 'scp'),
    ).toBe(true);
    expect(own.map(({ transferSyntaxUids }) => transferSyntaxUids[0])).toContain(JPEG_LOSSLESS);
  });

  it.each([0, 3, 12, 60, 127, 500])(
    'stays within what an association and DCMTK bear with %i kinds',
    (count) => {
      const contexts = getContexts(Array.from({ length: count }, (_, index) => `1.2.3.${index}`));
      expect(contexts.length).toBeLessThanOrEqual(MAX_CONTEXTS);
      expect(contexts.every(({ transferSyntaxUids }) => transferSyntaxUids.length > 0)).toBe(true);
      expect(Math.max(...contexts.map(({ transferSyntaxUids }) => transferSyntaxUids.length))).toBeLessThan(
        50,
      );
    },
  );
});
