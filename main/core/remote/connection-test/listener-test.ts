import { testConnection, type ConnectionTestParts } from './connection-test.ts';
import { isOwnAddress } from './own-addresses.ts';
import { SELF_TEST_AE_TITLE } from './self-caller.ts';
import type { TestReport } from './test-report.ts';

export interface ListenerTestParts extends ConnectionTestParts {
  /** The address that the listener is bound to, and those of this PC that others may use. */
  readonly listenHost: string;
  readonly addresses: readonly string[];
  /** Why there is no listener; null while there is one. */
  readonly listenProblem: string | null;
}

export interface ListenerTestReport {
  readonly reports: readonly { readonly address: string; readonly report: TestReport }[];
  /** Plain words on what keeps others out although this PC reaches itself, or may. */
  readonly remarks: readonly string[];
}

/** Calls our own port through each address of this PC, as another station would. */
export async function testListener(parts: ListenerTestParts): Promise<ListenerTestReport> {
  if (parts.listenProblem !== null) return { reports: [], remarks: [parts.listenProblem] };
  const { aeTitle, dicomPort } = parts.self();
  const reports = [];
  for (const address of parts.addresses) {
    const node = {
      name: 'Bucky',
      aeTitle,
      host: address,
      port: dicomPort,
      callingAeTitle: SELF_TEST_AE_TITLE,
    };
    reports.push({ address, report: await testConnection(node, parts) });
  }
  return { reports, remarks: findRemarks(parts, reports) };
}

function findRemarks(
  { listenHost, addresses, self }: ListenerTestParts,
  reports: ListenerTestReport['reports'],
): readonly string[] {
  const { dicomPort } = self();
  const remarks: string[] = [];
  if (isLoopback(listenHost)) {
    remarks.push(
      `Bucky listens at ${listenHost} only, which no other device can reach. Choose 0.0.0.0 or the address of this PC.`,
    );
  } else if (addresses.every(isLoopback)) {
    remarks.push('This PC has no network address now. Check its network cable.');
  } else if (listenHost !== '0.0.0.0' && listenHost !== '::' && !isOwnAddress(listenHost)) {
    remarks.push(`This PC has no network address ${listenHost} now.`);
  }
  const isReached = reports.some(({ report }) => report.finding === null);
  if (remarks.length === 0 && isReached) {
    remarks.push(
      `This PC reaches itself. If a device does not, something between keeps it out: most often the firewall of this PC, which has to let port ${dicomPort} (TCP) in.`,
    );
  }
  return remarks;
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.');
}
