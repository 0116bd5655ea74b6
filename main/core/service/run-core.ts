import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { toCoreSchema, type FromCore, type ReadyMessage } from '../../../preload/contract/service-message.ts';
import type { CoreOptions } from '../config/options.ts';
import type { Logger } from '../shared/logger.ts';
import { localUser } from './actor.ts';
import { Core } from './core.ts';
import { serveFrames } from './frame-line.ts';
import { createLogger } from './pino-logger.ts';
import { runSelfTest } from './self-test.ts';
import { openServicePort, type ServicePort } from './service-port.ts';

/** Beside the bundle: `dist/core/main.mjs`, `dist/core/thumbnail-worker.mjs`, `dist/renderer/` and so on. */
const PLACES = {
  uiFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
  thumbnailWorkerUrl: new URL('./thumbnail-worker.mjs', import.meta.url),
  echoWorkerUrl: new URL('./echo-worker.mjs', import.meta.url),
  transcodeWorkerUrl: new URL('./transcode-worker.mjs', import.meta.url),
  qualityWorkerUrl: new URL('./quality-worker.mjs', import.meta.url),
  modelsUrl: new URL('../../native-models/', import.meta.url),
};

/** Starts the core, tells whoever started it, and stops it cleanly when asked. Ends the process. */
export async function runCore(options: CoreOptions): Promise<void> {
  const logger = createLogger();
  const port = openServicePort();
  if (options.isSelfTest) {
    await endWithSelfTest(port);
    return;
  }
  const token = randomBytes(24).toString('base64url');
  const started = await Core.start({ ...options, ...PLACES, token, logger });
  if (!started.ok) {
    logger.error(started.error.message);
    port.post({ event: 'cannot-start', ...started.error } satisfies FromCore);
    process.exitCode = 1;
    return;
  }
  const core = started.value;
  const ready: ReadyMessage = {
    event: 'ready',
    aeTitle: core.aeTitle,
    dicomPort: core.dicomPort,
    httpPort: core.httpPort,
    token,
    dataDir: options.dataDir,
    pid: process.pid,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  port.post(ready satisfies FromCore);
  stopWhenAsked(core, port, logger);
}

function stopWhenAsked(core: Core, port: ServicePort, logger: Logger): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void core
      .stop()
      .catch((error: unknown) => {
        logger.error('Stopping failed; what was acknowledged is on disk all the same.', { err: error });
        process.exitCode = 1;
      })
      .finally(() => {
        process.exit();
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  port.onMessage((raw, ports) => {
    const message = toCoreSchema.safeParse(raw);
    if (!message.success) return;
    if (message.data.type === 'stop') stop();
    else {
      const [window] = ports;
      if (window) serveFrames(window, core.frameLine(localUser('window')));
    }
  });
}

async function endWithSelfTest(port: ServicePort): Promise<void> {
  const report = await runSelfTest();
  process.stdout.write(`${JSON.stringify(report)}\n`);
  port.post(report);
  process.exit(report.isGood ? 0 : 1);
}
