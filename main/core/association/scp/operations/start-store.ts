import { COMMAND_ELEMENT } from '../../dimse/command-set.ts';
import type { DataSetSink } from '../../dimse/message-receiver.ts';
import type { Operation, ServedRequest } from '../../dimse/served-request.ts';
import { DIMSE_STATUS } from '../../dimse/status.ts';
import type { StoreHandler, StoreOutcome } from '../../store-handler.ts';
import { StoreOperation } from '../store-operation.ts';
import type { OperationHost } from './operation-host.ts';
import { PlainAnswer } from './plain-answer.ts';

/** C-STORE: hands the data set on as it comes, answers when it is kept. */
export function startStore(
  request: ServedRequest,
  host: OperationHost,
  storeHandler: StoreHandler,
): Operation {
  if (request.command.hasDataSet) return new ServedStore(request, host, storeHandler);
  const errorComment = 'No data set was announced';
  return new PlainAnswer(request, { status: DIMSE_STATUS.cannotUnderstand, errorComment });
}

class ServedStore implements Operation {
  readonly #request: ServedRequest;
  readonly #host: OperationHost;
  readonly #operation: StoreOperation;
  readonly needsPeer = false;
  #settling: Promise<void> | null = null;

  constructor(request: ServedRequest, host: OperationHost, storeHandler: StoreHandler) {
    this.#request = request;
    this.#host = host;
    const { command, context } = request;
    const stored = {
      peer: host.peer,
      affectedSopClassUid: command.text(COMMAND_ELEMENT.affectedSopClassUid),
      affectedSopInstanceUid: command.text(COMMAND_ELEMENT.affectedSopInstanceUid),
      transferSyntaxUid: context.transferSyntax,
    };
    const incoming = storeHandler.openStore(stored);
    this.#operation = new StoreOperation(stored, incoming, {
      onBug: (error) => {
        host.reportBug(error);
      },
      onFinishing: (outcome) => {
        this.#settling = outcome.then((settled) => {
          this.#answer(settled);
        });
      },
    });
  }

  get sink(): DataSetSink {
    return this.#operation;
  }

  get isOurTurn(): boolean {
    return this.#operation.isOurTurn;
  }

  cancel(): void {
    // An object that has begun to come is kept: half of it is of no use to anyone.
  }

  async end(reason: string): Promise<void> {
    if (this.#settling) {
      await this.#settling; // it will be kept or not, whether or not the caller is still there
      return;
    }
    this.#host.onStored(this.#operation.toReport(null, false));
    try {
      await this.#operation.cancel(reason);
    } catch (error) {
      this.#host.reportBug(error);
    }
  }

  #answer({ status, errorComment }: StoreOutcome): void {
    const wasAnswered = this.#request.finish({ status, errorComment });
    this.#host.onStored(this.#operation.toReport(status, wasAnswered));
  }
}
