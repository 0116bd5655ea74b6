import { DISCARD, type DataSetSink } from '../../dimse/message-receiver.ts';
import type { ResponseFields } from '../../dimse/response.ts';
import type { Operation, ServedRequest } from '../../dimse/served-request.ts';

/** An answer that depends on nothing: given now, or once the data set that the command announced has been read past. */
export class PlainAnswer implements Operation {
  readonly sink: DataSetSink | null;
  readonly isOurTurn = false;
  readonly needsPeer = false;

  constructor(request: ServedRequest, fields: ResponseFields) {
    if (!request.command.hasDataSet) {
      this.sink = null;
      request.finish(fields);
      return;
    }
    this.sink = {
      ...DISCARD,
      end: () => {
        request.finish(fields);
      },
    };
  }

  cancel(): void {
    // The answer is on its way or needs the rest of the data set first.
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}
