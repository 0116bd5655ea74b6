import type { Reply } from '../../../preload/contract/command.ts';
import type { StationInfo } from '../../../preload/contract/station.ts';
import type { StudyRow } from '../../../preload/contract/study.ts';
import type { Catalog, StatusError } from '../catalog/catalog.ts';
import type { Devices } from '../devices/devices.ts';
import type { Procedures } from '../procedures/procedures.ts';
import { assertNever } from '../shared/result.ts';
import type { Actor } from './actor.ts';
import { createCertificateHandlers } from './certificate-handlers.ts';
import { createDeviceHandlers } from './device-handlers.ts';
import type { Handlers } from './dispatch.ts';
import type { Encryption } from './encryption.ts';
import type { Notices } from './notices.ts';
import { createProcedureHandlers } from './procedure-handlers.ts';
import type { QualityDesk } from './quality-desk.ts';
import { createQualityHandlers } from './quality-handlers.ts';
import { createRemoteHandlers } from './remote-handlers.ts';
import type { RemoteParts } from './remote-parts.ts';
import { done, fail } from './reply.ts';

export interface HandlerParts {
  readonly catalog: Catalog;
  readonly notices: Notices;
  readonly procedures: Procedures;
  readonly devices: Devices;
  readonly remote: RemoteParts;
  readonly encryption: Encryption;
  readonly desk: QualityDesk;
  /** A person looks at this study: what of it waits for a verdict comes first. */
  readonly judgeSoon: (studyInstanceUid: string) => void;
  readonly nowMs: () => number;
  readonly stationInfo: () => Promise<StationInfo>;
  /** Markdown. */
  readonly conformance: () => Promise<string>;
  /** Number of the newest event. */
  readonly sequence: () => number;
  readonly onStudiesChanged: (studyInstanceUids: readonly string[]) => void;
}

/** Answers every command of the contract from the parts of the core. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { catalog, notices } = parts;
  const logAccess = (studyInstanceUid: string, action: string, actor: Actor) =>
    catalog.station.writeAccess({
      userName: actor.name,
      studyInstanceUid,
      action,
      address: actor.address,
      atMs: parts.nowMs(),
    });
  return {
    ...createProcedureHandlers(parts),
    ...createRemoteHandlers(parts),
    ...createDeviceHandlers(parts),
    ...createCertificateHandlers(parts),
    ...createQualityHandlers(parts),
    'station.info': async () => done(await parts.stationInfo()),
    'station.conformance': async () => done({ markdown: await parts.conformance() }),
    'notice.dismiss': ({ key }) => {
      notices.remove(key);
      return Promise.resolve(done({}));
    },
    'worklist.list': async (query) => {
      const sequence = parts.sequence();
      const list = await catalog.listWorklist(query);
      const { unfiled } = await catalog.count();
      return done({ ...list, unfiledCount: unfiled, sequence });
    },
    'unfiled.list': async ({ limit }) => done(await catalog.listUnfiled(limit)),
    'study.open': async ({ studyInstanceUid }, actor) => {
      const tree = await catalog.findStudyTree(studyInstanceUid);
      if (tree === null) return fail('not-found', NO_SUCH_STUDY);
      await logAccess(studyInstanceUid, 'open', actor);
      parts.judgeSoon(studyInstanceUid);
      return done(tree);
    },
    'study.get': async ({ studyInstanceUid }) => {
      const tree = await catalog.findStudyTree(studyInstanceUid);
      return tree === null ? fail('not-found', NO_SUCH_STUDY) : done(tree);
    },
    'study.setStatus': async ({ studyInstanceUid, status }, actor) => {
      const atMs = parts.nowMs();
      const changed = await catalog.setStudyStatus(studyInstanceUid, status, { userName: actor.name, atMs });
      if (!changed.ok) return explainStatusError(changed.error);
      await logAccess(studyInstanceUid, `status ${status}`, actor);
      parts.onStudiesChanged([studyInstanceUid]);
      return done<StudyRow>(changed.value);
    },
  };
}

const NO_SUCH_STUDY = 'This study is not in the archive.';

function explainStatusError(error: StatusError): Reply<never> {
  switch (error.kind) {
    case 'no-such-study':
      return fail('not-found', NO_SUCH_STUDY);
    case 'step-not-allowed':
      return fail('not-allowed-now', `A study that is “${error.from}” cannot become “${error.to}”.`);
    default:
      return assertNever(error);
  }
}
