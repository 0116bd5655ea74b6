import { expect, it } from 'vitest';
import { CoreProcess } from '../../support/core-process.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';

/** `npx vitest run test/integration/core/conformance.test.ts -u` writes the file anew. */
it('has its conformance statement in the documents as the running core writes it', async () => {
  using folder = aTemporaryFolder();
  const core = await CoreProcess.start({ dataDir: folder.path });
  try {
    const { markdown } = await core.call('station.conformance', {});
    await expect(markdown).toMatchFileSnapshot('../../../docs/conformance.md');
  } finally {
    await core.stop();
  }
});
