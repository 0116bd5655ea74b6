import type { Catalog } from '../catalog/catalog.ts';
import type { SendableInstance, SendSource } from '../remote/jobs/send-job.ts';
import { err, ok } from '../shared/result.ts';
import type { InstanceStore } from '../store/instance-store.ts';

export interface SendSourceParts {
  readonly catalog: Pick<Catalog, 'findStudyTree' | 'findInstances'>;
  readonly store: Pick<InstanceStore, 'openForReading'>;
}

const CHUNK_BYTES = 0x40000;

/** Gives stored objects to send jobs, byte for byte. */
export function createSendSource({ catalog, store }: SendSourceParts): SendSource {
  return {
    list: async ({ studyInstanceUid, seriesInstanceUid }) => {
      const tree = await catalog.findStudyTree(studyInstanceUid);
      const series = tree?.series.filter(
        (one) => seriesInstanceUid === null || one.seriesInstanceUid === seriesInstanceUid,
      );
      return series?.flatMap(({ instances }) => instances) ?? [];
    },
    syntaxesToPropose: ({ transferSyntaxUid }) => [transferSyntaxUid],
    open: async ({ sopInstanceUid, sopClassUid, transferSyntaxUid }: SendableInstance, accepted) => {
      if (!accepted.includes(transferSyntaxUid)) {
        return err('The other side does not take this kind of image in the form in which it is stored.');
      }
      const versions = await catalog.findInstances(sopInstanceUid);
      const stored = versions.find((version) => !version.isAlternate);
      if (!stored) return err('An image of it is not in the archive any more.');
      const file = await store.openForReading(stored.objectName);
      const start = stored.dataSetOffset;
      return ok({
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
        dataSetBytes: stored.sizeBytes,
        dataSet: file.createReadStream({
          start,
          end: start + stored.sizeBytes - 1,
          highWaterMark: CHUNK_BYTES,
          autoClose: false,
        }),
        [Symbol.asyncDispose]: () => file.close(),
      });
    },
  };
}
