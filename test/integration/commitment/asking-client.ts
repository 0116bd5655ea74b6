import { createRequire } from 'node:module';
import dimse from 'dcmjs-dimse';

dimse.log.disableAll();
// The dcmjs inside it names every private tag on the console.
const inner = createRequire(import.meta.resolve('dcmjs-dimse'))('dcmjs') as { log: { disableAll(): void } };
inner.log.disableAll();

const { Client, Dataset, Scp, Server } = dimse;
const { NActionRequest } = dimse.requests;
const { NActionResponse, NEventReportResponse } = dimse.responses;

export const COMMITMENT = '1.2.840.10008.1.20.1';
export const COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';

interface Reference {
  readonly ReferencedSOPClassUID: string;
  readonly ReferencedSOPInstanceUID: string;
  readonly FailureReason?: number;
}

/** A report as dcmjs-dimse reads it. */
export interface Report {
  readonly eventTypeId: number;
  readonly transactionUid: string;
  readonly kept: readonly Reference[];
  readonly failed: readonly Reference[];
}

export interface Question {
  readonly transactionUid?: string;
  readonly references?: readonly { readonly sopClassUid: string; readonly sopInstanceUid: string }[];
  readonly actionTypeId?: number;
  readonly sopInstanceUid?: string;
}

/** Asks with dcmjs-dimse over an association that ends with the answer. @returns the status of the answer */
export async function askCommitment(
  { port, callingAeTitle }: { readonly port: number; readonly callingAeTitle: string },
  question: Question,
): Promise<number | null> {
  const { actionTypeId = 1, sopInstanceUid = COMMITMENT_INSTANCE } = question;
  const request = new NActionRequest(COMMITMENT, sopInstanceUid, actionTypeId);
  request.setDataset(
    new Dataset({
      ...(question.transactionUid === undefined ? {} : { TransactionUID: question.transactionUid }),
      ...(question.references === undefined
        ? {}
        : {
            ReferencedSOPSequence: question.references.map((reference) => ({
              ReferencedSOPClassUID: reference.sopClassUid,
              ReferencedSOPInstanceUID: reference.sopInstanceUid,
            })),
          }),
    }),
  );
  const client = new Client();
  let status: number | null = null;
  request.on('response', (response: { getStatus(): number }) => {
    status = response.getStatus();
  });
  client.addRequest(request);
  const closed = new Promise<void>((resolve, reject) => {
    client.on('closed', resolve);
    client.on('networkError', reject);
    client.on('associationRejected', () => reject(new Error('rejected')));
  });
  client.send('127.0.0.1', port, callingAeTitle, 'BUCKY');
  await closed;
  return status;
}

/** dcmjs-dimse as a station that takes reports, and that confirms what it is asked for. */
export class ReportServer implements AsyncDisposable {
  readonly reports: Report[] = [];
  /** What was asked here, by Transaction UID. */
  readonly questions: string[] = [];
  /** Status of the next answers to reports; 0 when there is none left. */
  readonly refusals: number[] = [];
  answerToQuestions = 0;
  readonly #server: InstanceType<typeof Server>;
  #wake: () => void = () => undefined;

  constructor(port: number) {
    this.#server = new Server(makeScp(this));
    this.#server.listen(port);
  }

  /** Resolves when so many reports have come. */
  async untilReports(count: number): Promise<readonly Report[]> {
    while (this.reports.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.reports;
  }

  note(report: Report): number {
    this.reports.push(report);
    const status = this.refusals.shift() ?? 0;
    this.#wake();
    return status;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    return Promise.resolve();
  }
}

type ScpMethod<N extends 'associationRequested' | 'nActionRequest' | 'nEventReportRequest'> = Parameters<
  InstanceType<typeof Scp>[N]
>;

function makeScp(station: ReportServer) {
  return class extends Scp {
    override associationRequested(...[association]: ScpMethod<'associationRequested'>): void {
      for (const { context } of association.getPresentationContexts()) {
        const syntax = context.getTransferSyntaxUids()[0];
        if (syntax !== undefined) context.setResult(0, syntax);
      }
      this.sendAssociationAccept();
    }

    override nActionRequest(...[request, answer]: ScpMethod<'nActionRequest'>): void {
      station.questions.push(String(request.getDataset()?.getElement('TransactionUID')));
      const response = NActionResponse.fromRequest(request);
      response.setStatus(station.answerToQuestions);
      answer(response);
    }

    override nEventReportRequest(...[request, answer]: ScpMethod<'nEventReportRequest'>): void {
      const dataset = request.getDataset();
      const references = (name: string) =>
        [(dataset?.getElement(name) as Reference | readonly Reference[] | undefined) ?? []].flat();
      const response = NEventReportResponse.fromRequest(request);
      const status = station.note({
        eventTypeId: request.getEventTypeId(),
        transactionUid: String(dataset?.getElement('TransactionUID')),
        kept: references('ReferencedSOPSequence'),
        failed: references('FailedSOPSequence'),
      });
      response.setStatus(status);
      answer(response);
    }

    override associationReleaseRequested(): void {
      this.sendAssociationReleaseResponse();
    }
  };
}
