import type { CertificateList, CertificatesChanged } from '../../../preload/contract/certificates.ts';
import type {
  ApiError,
  CommandInput,
  CommandName,
  CommandOutput,
  Reply,
} from '../../../preload/contract/command.ts';
import {
  deviceDraftSchema,
  type CallerRules,
  type CallRow,
  type DeviceRow,
  type HeldCallerRow,
} from '../../../preload/contract/devices.ts';
import type { WorkstationEvent } from '../../../preload/contract/event.ts';
import type { RemoteJobRow, TestReportView } from '../../../preload/contract/remote.ts';
import { aCertificate, aDevice, goodReport, noCertificates } from './network.fake.ts';
import type { NetworkApi } from './network-store.ts';

/** A core that lives in the test: it keeps devices and callers, answers at once, and tells of changes. */
export class FakeCore implements NetworkApi {
  /** Every call in order. */
  readonly calls: { readonly name: CommandName; readonly input: unknown }[] = [];
  devices: readonly DeviceRow[] = [];
  callers: readonly HeldCallerRow[] = [];
  lastCalls: readonly CallRow[] = [];
  rules: CallerRules = { unknownCallers: 'hold', allowedAddresses: '' };
  mistakes: readonly { readonly field: string; readonly message: string }[] = [];
  report: TestReportView = goodReport;
  jobs: readonly RemoteJobRow[] = [];
  certificates: CertificateList = noCertificates;
  /** Set: calls that change something, and tests, fail with it. */
  failure: ApiError | null = null;
  readonly #listeners = new Set<(event: WorkstationEvent) => void>();
  #sequence = 0;

  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Reply<CommandOutput<N>>> {
    this.calls.push({ name, input });
    if (
      this.failure &&
      !['devices.list', 'devices.calls', 'remote.jobs.list', 'certificates.list'].includes(name)
    )
      return Promise.resolve({ ok: false, error: this.failure });
    const answers: { readonly [M in CommandName]?: (given: CommandInput<M>) => CommandOutput<M> } = {
      'devices.list': () => ({
        devices: [...this.devices],
        callers: [...this.callers],
        rules: this.rules,
        sequence: this.#sequence,
      }),
      'devices.calls': ({ limit = 50 }) => this.lastCalls.slice(0, limit),
      'devices.save': ({ deviceKey, draft }) => this.#save(deviceKey, draft),
      'devices.remove': ({ deviceKey }) => {
        this.devices = this.devices.filter((each) => each.deviceKey !== deviceKey);
        return {};
      },
      'callers.accept': ({ callerKey, name: given, rights }) => {
        const { aeTitle, address, askedFor } = this.#take(callerKey);
        return this.#keep(
          aDevice({
            deviceKey: 100 + callerKey,
            name: given ?? aeTitle,
            aeTitle,
            host: '',
            addressMask: address,
            rights: rights ?? ['echo', 'store', ...askedFor],
          }),
        );
      },
      'callers.refuse': ({ callerKey }) => {
        const { aeTitle } = this.#take(callerKey);
        return this.#keep(aDevice({ deviceKey: 100 + callerKey, name: aeTitle, aeTitle, rights: [] }));
      },
      'callers.dismiss': ({ callerKey }) => {
        this.#take(callerKey);
        return {};
      },
      'callers.setRules': (rules) => {
        if (this.mistakes.length === 0) this.rules = rules;
        return { rules: this.rules, mistakes: [...this.mistakes] };
      },
      'remote.test': () => this.report,
      'remote.testListener': () => ({
        reports: [{ address: '192.168.1.20', report: this.report }],
        remarks: ['The firewall of this PC was not asked.'],
      }),
      'remote.jobs.list': () => ({ jobs: [...this.jobs], sequence: this.#sequence }),
      'certificates.list': () => this.certificates,
      'certificates.make': ({ commonName, hosts = [] }) =>
        this.#certify({ own: aCertificate({ name: commonName, hosts }) }),
      'certificates.import': () => this.#certify({ own: aCertificate({ name: 'brought' }) }),
      'certificates.trust': ({ label = '' }) =>
        this.#certify({
          trusted: [...this.certificates.trusted, { certificateKey: 5, label, ...aCertificate() }],
        }),
      'certificates.distrust': ({ certificateKey }) =>
        this.#certify({
          trusted: this.certificates.trusted.filter((each) => each.certificateKey !== certificateKey),
        }),
      'certificates.setPort': (encryptedPort) => this.#certify({ encryptedPort }),
      'station.conformance': () => ({ markdown: '# Conformance statement of Bucky' }),
    };
    const answer = answers[name] as ((given: CommandInput<N>) => CommandOutput<N>) | undefined; // the entry of this name
    if (!answer) throw new Error(`This page was not expected to ask ${name}`);
    return Promise.resolve({ ok: true, value: answer(input) });
  }

  subscribe(listener: (event: WorkstationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onResync(): () => void {
    return () => undefined;
  }

  /** Tells that something changed. */
  tell(): void {
    this.#sequence += 1;
    for (const listener of [...this.#listeners])
      listener({ type: 'devices.changed', sequence: this.#sequence });
  }

  inputsOf<N extends CommandName>(name: N): readonly CommandInput<N>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CommandInput<N>);
  }

  /** As mistakes allow. */
  #certify(change: Partial<CertificateList>): CertificatesChanged {
    if (this.mistakes.length === 0) this.certificates = { ...this.certificates, ...change };
    return { list: this.certificates, mistakes: [...this.mistakes] };
  }

  #save(
    deviceKey: number | null,
    draft: CommandInput<'devices.save'>['draft'],
  ): CommandOutput<'devices.save'> {
    if (this.mistakes.length > 0) return { device: null, mistakes: [...this.mistakes] };
    const before = this.devices.find((each) => each.deviceKey === deviceKey);
    return {
      device: this.#keep(
        aDevice({
          ...before,
          ...deviceDraftSchema.parse(draft),
          deviceKey: deviceKey ?? 50 + this.devices.length,
        }),
      ),
      mistakes: [],
    };
  }

  #keep(device: DeviceRow): DeviceRow {
    this.devices = [...this.devices.filter((each) => each.deviceKey !== device.deviceKey), device];
    return device;
  }

  #take(callerKey: number): HeldCallerRow {
    const caller = this.callers.find((each) => each.callerKey === callerKey);
    if (!caller) throw new Error('The test asked for a caller that it did not give');
    this.callers = this.callers.filter((each) => each !== caller);
    return caller;
  }
}
