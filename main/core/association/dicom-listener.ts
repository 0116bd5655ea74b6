import type { Socket } from 'node:net';
import type { CallerPolicy } from '../shared/caller-policy.ts';
import type { DimseService } from '../shared/dimse-services.ts';
import type { Logger } from '../shared/logger.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { AssociationObserver } from './association-observer.ts';
import type { ListenProblem } from './listen-problem.ts';
import type { ListenerOptions } from './listener-options.ts';
import { openPlainPort, openTlsPort, type ListeningPort, type PortUser } from './listening-port.ts';
import type { Admission, AssociationHost, HostedAssociation } from './scp/association-host.ts';
import type { RefusalCause } from './scp/association-log.ts';
import { Reception } from './scp/reception.ts';
import { toSafeObserver } from './scp/safe-observer.ts';
import { ScpAssociation } from './scp/scp-association.ts';
import type { AssociationPeer, StoreHandler } from './store-handler.ts';

export interface ListenerHandlers {
  readonly storeHandler: StoreHandler;
  readonly observer: AssociationObserver;
  readonly logger: Logger;
  /** What is answered beyond C-ECHO and C-STORE; nothing when absent. */
  readonly services?: readonly DimseService[];
  /** Who may call and for what; everyone for everything when absent. */
  readonly callerPolicy?: CallerPolicy;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** Null without encryption, or when that port could not be opened: then `tlsProblem` says why. */
  readonly tlsPort: number | null;
  readonly tlsProblem: ListenProblem | null;
}

export interface ListenerStats {
  readonly openAssociations: number;
  /** Connections that have not asked for an association yet, or are about to close. */
  readonly otherConnections: number;
  readonly acceptedAssociations: number;
  readonly refusedAssociations: number;
}

export interface CloseOptions {
  /** Longest wait for operations that run, in milliseconds; 0 ends them at once. */
  readonly deadlineMs: number;
}

/** Connections without an association that may wait; the oldest makes room for a newcomer. */
const MAX_WAITING_CONNECTIONS = 256;
/** After an A-ABORT of ours at closing time, how long peers may take to close. */
const LINGER_MS = 500;
/** The station's DICOM ports, plain and encrypted: C-ECHO, C-STORE and the services it is given, any number of associations. */
export class DicomListener {
  readonly #handlers: ListenerHandlers;
  #options: ListenerOptions;
  #plainPort: ListeningPort | null = null;
  #tlsPort: ListeningPort | null = null;
  #isStopping = false;
  readonly #waiting = new Set<HostedAssociation>();
  readonly #open = new Set<HostedAssociation>();
  readonly #all = new Set<HostedAssociation>();
  readonly #host: AssociationHost;
  #onChange: (() => void) | null = null;
  #lastAssociationId = 0;
  #acceptedAssociations = 0;
  #refusedAssociations = 0;

  constructor(options: ListenerOptions, handlers: ListenerHandlers) {
    this.#options = options;
    const onBug = (error: unknown) => {
      const detail = error instanceof Error ? error.stack : typeof error;
      handlers.logger.error('Something failed inside Bucky while it noted a device.', { error: detail });
    };
    this.#handlers = handlers;
    const reception = new Reception(() => this.#options, handlers.services ?? [], handlers.callerPolicy);
    this.#host = {
      ...handlers,
      observer: toSafeObserver(handlers.observer, onBug),
      options: () => this.#options,
      nextAssociationId: () => (this.#lastAssociationId += 1),
      decide: (request, peer, security) =>
        this.#isStopping ? err({ kind: 'stopping' }) : reception.decide(request, peer, security),
      findLimit: (peer, admission) => this.#findLimit(peer, admission),
      mayNow: (peer, right) => handlers.callerPolicy?.mayNow?.(peer, right) ?? true,
      onOpened: (association) => {
        this.#acceptedAssociations += 1;
        this.#waiting.delete(association);
        this.#open.add(association);
      },
      onRefused: () => {
        this.#refusedAssociations += 1;
      },
      onEnded: (association) => {
        this.#waiting.delete(association);
        this.#open.delete(association);
        this.#onChange?.();
      },
      onGone: (association) => {
        this.#waiting.delete(association);
        this.#all.delete(association);
        this.#onChange?.();
      },
    };
  }

  /** The encrypted port must not keep images out: when it cannot be opened, the plain one is open all the same. */
  async listen(): Promise<Result<ListenAddress, ListenProblem>> {
    const plain = await this.#openPlain();
    if (!plain.ok) return plain;
    const tlsProblem = await this.#openTls();
    const { host } = this.#options;
    return ok({ host, port: plain.value, tlsPort: this.#tlsPort?.port ?? null, tlsProblem });
  }

  /**
   * Changes options while running. Open associations keep what they agreed on. A new host or port moves the
   * listener; when that cannot be done it stays where it was.
   */
  async configure(changes: Partial<ListenerOptions>): Promise<Result<null, ListenProblem>> {
    const previous = this.#options;
    this.#options = { ...previous, ...changes };
    if (!this.#plainPort) return ok(null);
    const { host, port, tls } = this.#options;
    if (previous.host !== host || previous.port !== port) {
      this.#plainPort.close();
      const moved = await this.#openPlain();
      if (!moved.ok) {
        this.#options = { ...this.#options, host: previous.host, port: previous.port };
        await this.#openPlain();
        return moved;
      }
    }
    if (previous.host === host && previous.tls === tls) return ok(null);
    this.#tlsPort?.close();
    const tlsProblem = await this.#openTls();
    if (tlsProblem === null) return ok(null);
    this.#options = { ...this.#options, tls: previous.tls };
    await this.#openTls();
    return err(tlsProblem);
  }

  stats(): ListenerStats {
    return {
      openAssociations: this.#open.size,
      otherConnections: this.#all.size - this.#open.size,
      acceptedAssociations: this.#acceptedAssociations,
      refusedAssociations: this.#refusedAssociations,
    };
  }

  /** Takes no more connections, lets what runs be answered, aborts the rest. Resolves when everything is freed. */
  async close({ deadlineMs }: CloseOptions = { deadlineMs: 10_000 }): Promise<void> {
    this.#isStopping = true;
    this.#plainPort?.close();
    this.#tlsPort?.close();
    this.#plainPort = null;
    this.#tlsPort = null;
    for (const association of this.#all) association.stopSoon();
    await this.#waitWhile(() => [...this.#all].some((association) => association.isBusy), deadlineMs);
    for (const association of this.#all) association.stopNow();
    await this.#waitWhile(() => this.#all.size > 0, LINGER_MS);
    for (const association of this.#all) association.destroy();
    await this.#waitWhile(() => this.#all.size > 0, LINGER_MS);
  }

  async #openPlain(): Promise<Result<number, ListenProblem>> {
    if (this.#isStopping) throw new Error('the listener is closed');
    const { host, port, aeTitle } = this.#options;
    const opened = await openPlainPort(host, port, this.#toPortUser());
    this.#plainPort = opened.ok ? opened.value : null;
    if (!opened.ok) {
      this.#handlers.logger.error(opened.error.message, { code: opened.error.code, host, port });
      return opened;
    }
    const listening = { aeTitle, host, port: opened.value.port };
    this.#handlers.logger.info(`Bucky answers as ${aeTitle} on port ${listening.port}.`, listening);
    return ok(listening.port);
  }

  async #openTls(): Promise<ListenProblem | null> {
    const { host, tls, artimTimeoutMs } = this.#options;
    this.#tlsPort = null;
    if (!tls) return null;
    const opened = await openTlsPort(host, tls, artimTimeoutMs, this.#toPortUser());
    if (!opened.ok) {
      const message = `There is no encrypted port: ${opened.error.message}`;
      this.#handlers.logger.error(message, { code: opened.error.code, host, port: tls.port });
      return opened.error;
    }
    this.#tlsPort = opened.value;
    const fields = { host, port: opened.value.port, profile: tls.profile };
    this.#handlers.logger.info(`Bucky answers encrypted (TLS) on port ${fields.port}.`, fields);
    return null;
  }

  #toPortUser(): PortUser {
    const { logger } = this.#handlers;
    return {
      onConnection: (socket) => {
        this.#onConnection(socket);
      },
      onTlsFailure: (address, words) => {
        logger.warn(`Something at ${address} called the encrypted port and got no connection: ${words}.`, {
          address,
        });
      },
      onFault: (code) => {
        logger.error('The DICOM port had a fault.', { code });
      },
    };
  }

  /** Resolves when the condition no longer holds, or at the deadline. */
  #waitWhile(isOccupied: () => boolean, deadlineMs: number): Promise<void> {
    if (!isOccupied()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#onChange = null;
        resolve();
      };
      const timer = setTimeout(done, deadlineMs);
      this.#onChange = () => {
        if (!isOccupied()) done();
      };
    });
  }

  #onConnection(socket: Socket): void {
    if (this.#isStopping) {
      socket.destroy();
      return;
    }
    const [oldest] = this.#waiting;
    if (oldest && this.#waiting.size >= MAX_WAITING_CONNECTIONS) {
      this.#waiting.delete(oldest);
      oldest.destroy();
    }
    const association = new ScpAssociation(socket, this.#host);
    this.#waiting.add(association);
    this.#all.add(association);
  }

  #findLimit(peer: AssociationPeer, { maxAssociationsOfCaller }: Admission): RefusalCause | null {
    if (this.#isStopping) return { kind: 'stopping' };
    if (this.#open.size >= this.#options.maxAssociations) return { kind: 'too-many-associations' };
    if (maxAssociationsOfCaller === null) return null;
    const ofCaller = [...this.#open].filter(
      (open) => open.peer?.callingAeTitle === peer.callingAeTitle && open.peer.address === peer.address,
    );
    return ofCaller.length >= maxAssociationsOfCaller ? { kind: 'too-many-of-caller' } : null;
  }
}
