/** What the worker is asked for. It reads the file itself, so that no bytes go through the core. */
export interface TranscodeRequest {
  readonly filePath: string;
  /** First byte of the data set in the file. */
  readonly dataSetOffset: number;
  /** Of the stored data set; a file that is not what was received is not sent. */
  readonly dataSetSha256: string;
  readonly storedSyntaxUid: string;
  readonly targetSyntaxUid: string;
}

export interface ToWorker {
  readonly id: number;
  readonly request: TranscodeRequest;
}

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'made'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly type: 'failed';
      readonly id: number;
      /** Plain words. */
      readonly detail: string;
      /** A codec failed while it ran, so that nothing more may be asked of this worker. */
      readonly isWorkerSuspect: boolean;
    };
