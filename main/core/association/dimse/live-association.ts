import type { EventReport, LiveAssociation } from '../../shared/dimse-services.ts';
import { COMMAND_FIELD } from './command-field.ts';
import type { DimseSession } from './dimse-session.ts';
import { encodeEventReportRequest } from './request.ts';

/** How long a peer may think about a report. */
const REPORT_RESPONSE_TIMEOUT_MS = 60_000;

/** An open association, as far as those may use it who were asked something over it. */
export class SessionAssociation implements LiveAssociation {
  #session: DimseSession | null;

  constructor(session: DimseSession) {
    this.#session = session;
  }

  get isOpen(): boolean {
    return this.#session?.isOver === false;
  }

  /** Whoever keeps this beyond the association keeps nothing else of it. */
  letGo(): void {
    this.#session = null;
  }

  async reportEvent(report: EventReport): Promise<number | null> {
    const session = this.#session;
    if (!session) return null;
    const context = [...session.contexts.values()].find(
      ({ abstractSyntax }) => abstractSyntax === report.sopClassUid,
    );
    if (!context) return null;
    const exchange = session.invoke({
      contextId: context.id,
      commandField: COMMAND_FIELD.eventReportRequest,
      encode: (messageId) => encodeEventReportRequest(messageId, report),
      dataSet: report.encode(context.transferSyntax),
      responseTimeoutMs: REPORT_RESPONSE_TIMEOUT_MS,
    });
    return (await exchange.outcome)?.status ?? null;
  }
}
