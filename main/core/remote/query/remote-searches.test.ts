import { expect, it } from 'vitest';
import { silentLogger } from '../../shared/logger.ts';
import { RemoteSearches } from './remote-searches.ts';

const FORM = {
  patientName: '',
  patientId: '',
  accessionNumber: '',
  fromDate: null,
  toDate: null,
  modality: '',
};

it('does not answer for a search of the core that ran before', () => {
  const open = () =>
    new RemoteSearches({
      aeTitle: () => 'BUCKY',
      nodes: () => [],
      logger: silentLogger,
      onChanged: () => undefined,
    });
  const before = open().start(FORM, []);
  const after = open();
  after.start(FORM, []);
  if (!before.ok) throw new Error('no node was asked');
  expect(after.page(before.value, 0, 10)).toBeNull();
});
