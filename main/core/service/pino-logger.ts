import { pino } from 'pino';
import type { Logger } from '../shared/logger.ts';

/** JSON lines on standard error: `{"level":"info","time":…,"msg":"…",…}`. Standard output belongs to the ready line. */
export function createLogger(): Logger {
  const log = pino(
    {
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    debug: (message, fields) => {
      log.debug(fields ?? {}, message);
    },
    info: (message, fields) => {
      log.info(fields ?? {}, message);
    },
    warn: (message, fields) => {
      log.warn(fields ?? {}, message);
    },
    error: (message, fields) => {
      log.error(fields ?? {}, message);
    },
  };
}
