import type {
  AssociationObserver,
  AssociationSummary,
  OperationReport,
  Refusal,
  StoreReport,
} from '../../../main/core/association/association-observer.ts';
import {
  connectAssociation,
  type ConnectOptions,
} from '../../../main/core/association/connect-association.ts';
import { DicomListener, type ListenerHandlers } from '../../../main/core/association/dicom-listener.ts';
import {
  DEFAULT_LISTENER_OPTIONS,
  type ListenerOptions,
} from '../../../main/core/association/listener-options.ts';
import type { ScuAssociation } from '../../../main/core/association/scu/scu-association.ts';
import type { AssociationPeer } from '../../../main/core/association/store-handler.ts';
import type { CallerRight } from '../../../main/core/shared/caller-policy.ts';
import { silentLogger, type Logger } from '../../../main/core/shared/logger.ts';
import { IMPLICIT, VERIFICATION } from './raw-pdus.ts';
import { RecordingStore } from './recording-store.ts';

/** Notes what the listener tells. */
class RecordingObserver implements AssociationObserver {
  readonly opened: AssociationPeer[] = [];
  readonly closed: AssociationSummary[] = [];
  readonly refused: { readonly peer: AssociationPeer; readonly refusal: Refusal }[] = [];
  readonly echoed: AssociationPeer[] = [];
  readonly stores: StoreReport[] = [];
  readonly answered: OperationReport[] = [];
  readonly denied: CallerRight[] = [];
  #wake: () => void = () => undefined;

  associationOpened(peer: AssociationPeer): void {
    this.opened.push(peer);
    this.#wake();
  }
  associationClosed(_peer: AssociationPeer, summary: AssociationSummary): void {
    this.closed.push(summary);
    this.#wake();
  }
  associationRefused(peer: AssociationPeer, refusal: Refusal): void {
    this.refused.push({ peer, refusal });
    this.#wake();
  }
  echoAnswered(peer: AssociationPeer): void {
    this.echoed.push(peer);
    this.#wake();
  }
  storeFinished(_peer: AssociationPeer, report: StoreReport): void {
    this.stores.push(report);
    this.#wake();
  }
  operationAnswered(_peer: AssociationPeer, report: OperationReport): void {
    this.answered.push(report);
    this.#wake();
  }
  rightsDenied(_peer: AssociationPeer, rights: ReadonlySet<CallerRight>): void {
    this.denied.push(...rights);
    this.#wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export interface Station {
  readonly listener: DicomListener;
  readonly port: number;
  readonly tlsPort: number | null;
  readonly store: RecordingStore;
  readonly observer: RecordingObserver;
  /** Messages of level warn and error. */
  readonly complaints: readonly string[];
}

/** A listener of ours on loopback, on a free port, with a store in memory. Close the listener at the end. */
export async function aStation(
  options: Partial<ListenerOptions> = {},
  handlers: Pick<ListenerHandlers, 'services' | 'callerPolicy'> = {},
): Promise<Station> {
  const store = new RecordingStore();
  const observer = new RecordingObserver();
  const complaints: string[] = [];
  const complain = (message: string) => complaints.push(message);
  const logger: Logger = { ...silentLogger, warn: complain, error: complain };
  const listener = new DicomListener(
    { ...DEFAULT_LISTENER_OPTIONS, host: '127.0.0.1', port: 0, ...options },
    { storeHandler: store, observer, logger, ...handlers },
  );
  const address = await listener.listen();
  if (!address.ok) throw new Error(address.error.message);
  const { port, tlsPort } = address.value;
  return { listener, port, tlsPort, store, observer, complaints };
}

export async function anAssociation(
  port: number,
  options: Partial<ConnectOptions> = {},
): Promise<ScuAssociation> {
  const opened = await connectAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'TESTER',
    calledAeTitle: 'BUCKY',
    contexts: [{ sopClassUid: VERIFICATION, transferSyntaxUids: [IMPLICIT] }],
    ...options,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Proof that the station still serves: an echo of an independent association is answered. */
export async function expectEcho(port: number): Promise<void> {
  const association = await anAssociation(port);
  const status = await association.echo();
  await association.release();
  if (!status.ok || status.value !== 0) throw new Error('the echo was not answered');
}
