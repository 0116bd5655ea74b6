/** What is tried, in this order. A step that fails leaves those behind it untried. */
export type TestStepName = 'address' | 'port' | 'encryption' | 'dicom' | 'acceptance' | 'echo';

export interface TestStep {
  readonly name: TestStepName;
  readonly result: 'done' | 'failed' | 'not-tried';
  /** Plain words: what was found, such as `10.4.0.12, this PC is 192.168.1.20`. */
  readonly detail: string;
  /** For whoever looks after the other side, in the words of the standard; empty where there is nothing to add. */
  readonly technical: string;
  /** Null for a step that was not tried. */
  readonly durationMs: number | null;
}

/** Why a connection does not work. */
export type FindingKind =
  | 'unknown-host'
  | 'unreachable'
  | 'refused'
  | 'connect-timeout'
  | 'speaks-http'
  | 'speaks-tls'
  | 'speaks-no-tls'
  | 'speaks-other'
  | 'tls-too-old'
  | 'certificate-unknown'
  | 'certificate-expired'
  | 'certificate-for-another-host'
  | 'own-certificate-refused'
  | 'tls-failed'
  | 'calling-ae-title'
  | 'called-ae-title'
  | 'busy'
  | 'rejected'
  | 'silent'
  | 'hung-up'
  | 'aborted'
  | 'no-context'
  | 'echo-failed'
  | 'echo-silent'
  | 'unclear-answer'
  | 'own-client';

export interface Finding {
  readonly kind: FindingKind;
  /** First the fact. */
  readonly title: string;
  /** Then the cause and the deed. */
  readonly detail: string;
  readonly side: 'theirs' | 'ours' | 'between' | 'unclear';
}

export interface TestReport {
  readonly steps: readonly TestStep[];
  /** Null when all is well. */
  readonly finding: Finding | null;
  /** To be given to whoever looks after the other side; null where nothing is for them to do. */
  readonly messageForThem: string | null;
}
