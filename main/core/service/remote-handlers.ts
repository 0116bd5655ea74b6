import type { Reply } from '../../../preload/contract/command.ts';
import type { RemoteJobRow, remoteCommands, TestReportView } from '../../../preload/contract/remote.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { RemoteJob, RemoteJobKind } from '../catalog/station-remote.ts';
import type { TestReport } from '../remote/connection-test/test-report.ts';
import type { Actor } from './actor.ts';
import type { Handlers } from './dispatch.ts';
import type { RemoteParts } from './remote-parts.ts';
import { done, fail } from './reply.ts';

export interface RemoteHandlerParts {
  readonly remote: RemoteParts;
  readonly catalog: Catalog;
  readonly nowMs: () => number;
  /** Number of the newest event. */
  readonly sequence: () => number;
}

interface Transfer {
  readonly nodeName: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string | null;
  readonly label: string;
}

/** Answers the commands about other stations. */
export function createRemoteHandlers({
  remote,
  catalog,
  nowMs,
  sequence,
}: RemoteHandlerParts): Pick<Handlers, keyof typeof remoteCommands> {
  const transfer = async (
    kind: RemoteJobKind,
    input: Transfer,
    actor: Actor,
  ): Promise<Reply<RemoteJobRow>> => {
    const { nodeName, studyInstanceUid } = input;
    if (!remote.nodes.some(({ name }) => name === nodeName)) return fail('not-found', unknownNode(nodeName));
    await catalog.station.writeAccess({
      userName: actor.name,
      studyInstanceUid,
      action: `${kind} ${nodeName}`,
      address: actor.address,
      atMs: nowMs(),
    });
    return done(await remote.jobs.add({ ...input, kind, requestedBy: actor.name }));
  };
  return {
    'remote.nodes': () =>
      Promise.resolve(
        done(
          remote.nodes.map(({ name, aeTitle, host, port, tls }) => ({
            name,
            aeTitle,
            host,
            port,
            isEncrypted: tls !== undefined,
          })),
        ),
      ),
    'remote.test': async ({ nodeName }) => {
      const report = await remote.test(nodeName);
      return report ? done(toView(report)) : fail('not-found', unknownNode(nodeName));
    },
    'remote.testListener': async () => {
      const { reports, remarks } = await remote.testListener();
      return done({
        reports: reports.map(({ address, report }) => ({ address, report: toView(report) })),
        remarks: [...remarks],
      });
    },
    'remote.search.start': ({ nodeNames, ...form }) => {
      const started = remote.searches.start(form, nodeNames);
      return Promise.resolve(
        started.ok
          ? done({ searchId: started.value })
          : fail('not-found', unknownNode(started.error.unknownNode)),
      );
    },
    'remote.search.page': async ({ searchId, from, limit }) => {
      const asOf = sequence();
      const page = remote.searches.page(searchId, from, limit);
      if (!page) return fail('not-found', NO_SUCH_SEARCH);
      const here = await catalog.findStudyRows(page.studies.map(({ studyInstanceUid }) => studyInstanceUid));
      const counts = new Map(here.map((study) => [study.studyInstanceUid, study.instanceCount]));
      return done({
        nodes: [...page.nodes],
        studies: page.studies.map((study) => ({
          ...study,
          modalities: [...study.modalities],
          hereCount: counts.get(study.studyInstanceUid) ?? 0,
        })),
        totalCount: page.totalCount,
        sequence: asOf,
      });
    },
    'remote.search.cancel': ({ searchId }) =>
      Promise.resolve(remote.searches.cancel(searchId) ? done({}) : fail('not-found', NO_SUCH_SEARCH)),
    'remote.series': async ({ nodeName, studyInstanceUid }) => {
      const series = await remote.searches.listSeries(nodeName, studyInstanceUid);
      return series.ok ? done([...series.value]) : fail('not-allowed-now', series.error);
    },
    'remote.retrieve': (input, actor) => transfer('retrieve', input, actor),
    'remote.send': (input, actor) => transfer('send', input, actor),
    'remote.jobs.list': async ({ limit }) => {
      const asOf = sequence();
      return done({ jobs: [...(await remote.jobs.list(limit))], sequence: asOf });
    },
    'remote.jobs.pause': async ({ jobKey }) => toReply(await remote.jobs.pause(jobKey)),
    'remote.jobs.cancel': async ({ jobKey }) => toReply(await remote.jobs.cancel(jobKey)),
    'remote.jobs.resume': async ({ jobKey }) => toReply(await remote.jobs.resume(jobKey)),
    'remote.jobs.remove': async ({ jobKey }) =>
      (await remote.jobs.remove(jobKey)) ? done({}) : fail('not-allowed-now', NOT_NOW),
  };
}

const NO_SUCH_SEARCH = 'This search is not kept any more. Start it again.';
const NOT_NOW = 'That is not possible as the job stands now.';

function unknownNode(name: string): string {
  return `${name} is not among the stations that are known here.`;
}

function toReply(job: RemoteJob | null): Reply<RemoteJobRow> {
  return job ? done(job) : fail('not-allowed-now', NOT_NOW);
}

function toView({ steps, finding, messageForThem }: TestReport): TestReportView {
  return { steps: [...steps], finding, messageForThem };
}
