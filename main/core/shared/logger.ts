/**
 * What the core may say to whoever reads its log. The message is plain words for a person; the fields are for machines.
 * Neither carries patient data: no names, no patient IDs, no UIDs in clear (use `toLogId`), no file content.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** For tests and for parts that were given no logger. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
