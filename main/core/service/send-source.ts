import type { FindQueries } from '../catalog/queries/find-queries.ts';
import type { SendSource } from '../remote/jobs/send-job.ts';
import { NO_WISHES, syntaxesToPropose, type SyntaxWishes } from '../retrieve/choose-syntax.ts';
import { prepareInstance, type OutgoingParts } from '../retrieve/outgoing-instance.ts';

export interface SendSourceParts extends OutgoingParts {
  readonly find: () => FindQueries;
  /** What is set for a node; null when it is not known. */
  readonly wishesFor: (nodeName: string) => SyntaxWishes | null;
}

/** Gives stored objects to send jobs in the same way as to a C-MOVE: as they are stored where the receiver takes that. */
export function createSendSource({ find, wishesFor, ...parts }: SendSourceParts): SendSource {
  return {
    list: ({ studyInstanceUid, seriesInstanceUid }) =>
      Promise.resolve(
        find().retrieval.select({
          patientId: null,
          studyUids: [studyInstanceUid],
          seriesUids: seriesInstanceUid === null ? null : [seriesInstanceUid],
          instanceUids: null,
        }),
      ),
    syntaxesToPropose: ({ transferSyntaxUid }, nodeName) =>
      syntaxesToPropose([transferSyntaxUid], wishesFor(nodeName) ?? NO_WISHES),
    open: (instance, accepted, nodeName) =>
      prepareInstance(instance, accepted, wishesFor(nodeName) ?? NO_WISHES, parts),
  };
}
