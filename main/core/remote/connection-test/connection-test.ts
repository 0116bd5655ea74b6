import { lookup } from 'node:dns/promises';
import type { Socket } from 'node:net';
import type { Logger } from '../../shared/logger.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { RemoteNode } from '../remote-node.ts';
import { EchoCaller } from './call-echo.ts';
import { EchoRelay } from './echo-relay.ts';
import { explainFinding, makeMessageForThem, type TestSubject } from './explain-finding.ts';
import { judgeAnswer, type Judgement } from './judge-answer.ts';
import { encrypt, openConnection } from './open-connection.ts';
import { PDU } from './pdu-cutter.ts';
import { StepList } from './step-list.ts';
import type { FindingKind, TestReport } from './test-report.ts';

export interface ConnectionTestParts {
  /** `echo-worker` beside the bundle. */
  readonly workerUrl: URL;
  readonly logger: Logger;
  readonly nowMs: () => number;
  readonly self: () => { readonly aeTitle: string; readonly dicomPort: number };
  readonly timeouts?: Partial<TestTimeouts>;
}

export interface TestTimeouts {
  readonly lookupMs: number;
  readonly connectMs: number;
  readonly encryptMs: number;
  /** From the client's call to the first word of the answer. */
  readonly answerMs: number;
  /** For the rest of the call. */
  readonly echoMs: number;
}

const DEFAULT_TIMEOUTS: TestTimeouts = {
  lookupMs: 5_000,
  connectMs: 5_000,
  encryptMs: 5_000,
  answerMs: 10_000,
  echoMs: 10_000,
};
/** For loading the client in its worker. */
const START_MS = 15_000;

/** Calls a node with a DICOM client that is not ours and says, step by step, how far it gets. Never rejects. */
export async function testConnection(node: RemoteNode, parts: ConnectionTestParts): Promise<TestReport> {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...parts.timeouts };
  const steps = new StepList(node.tls !== undefined);
  const self = parts.self();
  const subject: TestSubject = { ...node, callingAeTitle: node.callingAeTitle ?? self.aeTitle };
  const line = await connectTo(node, steps, timeouts);
  const kind = line.ok ? await call(line.value, { subject, steps, timeouts, parts }) : line.error;
  const finding = kind === null ? null : explainFinding(kind, subject);
  const address = line.ok ? line.value.localAddress : '';
  const messageForThem =
    finding && address !== ''
      ? makeMessageForThem(finding, subject, {
          address,
          dicomPort: self.dicomPort,
          at: new Date(parts.nowMs()),
        })
      : null;
  parts.logger.info('A connection test was made.', { node: node.name, result: kind ?? 'good' });
  return { steps: steps.list(), finding, messageForThem };
}

interface Line {
  readonly socket: Socket;
  /** Ours on the way to the node. */
  readonly localAddress: string;
}

async function connectTo(
  node: RemoteNode,
  steps: StepList,
  timeouts: TestTimeouts,
): Promise<Result<Line, FindingKind>> {
  const { host, port, tls } = node;
  const found = await steps.time('address', () => resolve(host, timeouts.lookupMs));
  if (found === null) {
    steps.fail('address', 'No address is known for this name.', 'ENOTFOUND');
    return err('unknown-host');
  }
  const opened = await steps.time('port', () => openConnection({ host: found, port }, timeouts.connectMs));
  if (!opened.ok) {
    steps.pass('address', found);
    steps.fail('port', 'No connection.', opened.error.code);
    return err(opened.error.kind);
  }
  const socket = opened.value;
  const localAddress = plainAddress(socket.localAddress ?? '');
  steps.pass('address', `${found}, this PC is ${localAddress}`);
  steps.pass('port', 'Something listens there');
  if (!tls) return ok({ socket, localAddress });
  const encrypted = await steps.time('encryption', () =>
    encrypt(socket, tls, { host, timeoutMs: timeouts.encryptMs }),
  );
  if (!encrypted.ok) {
    steps.fail('encryption', 'No encrypted connection.', encrypted.error.code);
    return err(encrypted.error.kind);
  }
  const protocol = encrypted.value.getProtocol() ?? 'TLS';
  steps.pass('encryption', `${protocol}, ${encrypted.value.getCipher().standardName}`);
  return ok({ socket: encrypted.value, localAddress });
}

interface CallParts {
  readonly subject: TestSubject;
  readonly steps: StepList;
  readonly timeouts: TestTimeouts;
  readonly parts: ConnectionTestParts;
}

async function call(
  { socket }: Line,
  { subject, steps, timeouts, parts }: CallParts,
): Promise<FindingKind | null> {
  const watch = new Watch(START_MS);
  const total = new Watch(START_MS + timeouts.answerMs + timeouts.echoMs); // whatever dribbles in
  const relay = await EchoRelay.open(
    socket,
    () => {
      if (relay.closedAtMs !== null && relay.pdus.length === 0) watch.end();
      else if (relay.firstBytes.length > 0 && relay.pdus.length === 0) watch.restart(QUIET_AFTER_NO_DICOM_MS);
      else if (relay.pdus.length > 0) watch.restart(timeouts.echoMs);
    },
    () => {
      watch.restart(timeouts.answerMs);
    },
  );
  if (relay.closedAtMs !== null) watch.end();
  const caller = new EchoCaller(parts.workerUrl, {
    port: relay.port,
    callingAeTitle: subject.callingAeTitle,
    calledAeTitle: subject.aeTitle,
  });
  try {
    await Promise.race([caller.done, watch.done, total.done]);
    const { askedAtMs, firstBytes, pdus, closedAtMs, closeCode } = relay;
    const { result } = caller;
    if (result.clientFault !== null) {
      parts.logger.debug('The client of the connection test reported a fault.', {
        fault: result.clientFault,
      });
    }
    if (askedAtMs === null && closedAtMs === null) {
      steps.fail('dicom', 'The test could not be run.', '');
      return 'own-client';
    }
    const judgement = judgeAnswer({ firstBytes, pdus, hasClosed: closedAtMs !== null, closeCode }, result);
    writeSteps(judgement, steps, { askedAtMs: askedAtMs ?? performance.now(), pdus });
    return judgement.kind;
  } finally {
    watch.end();
    total.end();
    relay.close();
    await caller.close();
  }
}

/** More may follow what is no DICOM, and tell better what it is. */
const QUIET_AFTER_NO_DICOM_MS = 200;

function writeSteps(
  { speaksDicom, accepts, echoes, technical }: Judgement,
  steps: StepList,
  { askedAtMs, pdus }: { readonly askedAtMs: number; readonly pdus: EchoRelay['pdus'] },
): void {
  const answeredAtMs = pdus[0]?.atMs ?? performance.now();
  steps.setDuration('dicom', answeredAtMs - askedAtMs);
  if (!speaksDicom) {
    steps.fail('dicom', 'It gave no answer in DICOM.', technical);
    return;
  }
  steps.pass(
    'dicom',
    accepts ? 'It answered our call in DICOM' : 'It answered our call in DICOM, with a refusal',
  );
  steps.setDuration('acceptance', answeredAtMs - askedAtMs);
  if (!accepts) {
    steps.fail('acceptance', 'It does not accept us.', technical);
    return;
  }
  steps.pass('acceptance', 'It takes our call');
  const echoedAtMs = pdus.find(({ type }) => type === PDU.data)?.atMs ?? performance.now();
  steps.setDuration('echo', echoedAtMs - answeredAtMs);
  if (echoes) steps.pass('echo', 'It answered');
  else steps.fail('echo', 'No good answer.', technical);
}

/** Ends when a time is up that can be set anew. */
class Watch {
  readonly done: Promise<void>;
  #end: () => void = () => undefined;
  #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.done = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#timer = setTimeout(this.#end, ms);
  }

  restart(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#end, ms);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#end();
  }
}

/** @returns null when the name is not known, or nobody who knows names answers in time */
async function resolve(host: string, timeoutMs: number): Promise<string | null> {
  const watch = new Watch(timeoutMs);
  const address = lookup(host).then(
    (found) => found.address,
    () => null,
  );
  const first = await Promise.race([address, watch.done.then(() => null)]);
  watch.end();
  return first;
}

/** IPv4 as it is written, also where the system wraps it in IPv6. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}
