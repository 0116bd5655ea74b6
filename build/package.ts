import { build, Platform, type AfterPackContext } from 'electron-builder';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildStale } from './build-stale.ts';
import { bundles } from './bundles.ts';
import { ROOT } from './paths.ts';
import { findElectron, NoElectronError, type ElectronRuntime } from './runtime/find-electron.ts';
import { say } from './say.ts';

/** `npm run package`: a folder under `release/` that runs on this platform. */
const failed = await buildStale({
  bundles,
  only: bundles.map((bundle) => bundle.name),
  isForced: false,
  say,
  complain: say,
});
if (failed.length > 0) throw new Error(`Not packaged: ${failed.join(', ')} could not be built.`);

try {
  await packageWith(await findElectron(say));
} catch (error) {
  if (!(error instanceof NoElectronError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function packageWith(electron: ElectronRuntime): Promise<void> {
  if (!electron.isOfficial) {
    say(
      `Packaging with Electron ${electron.version} from the npm registry: such a package is for tests only.`,
    );
  }
  const folders = await build({
    targets: Platform.current().createTarget('dir'),
    publish: 'never',
    config: {
      extends: path.join(ROOT, 'electron-builder.yml'),
      electronDist: electron.distDir,
      electronVersion: electron.version,
      afterPack: (context) => {
        fitBinding(context, electron);
      },
    },
  });
  say(`Packaged: ${folders.join(', ')}`);
}

/** Puts the database binding that was made for this Electron in the place of the one that the package came with. */
function fitBinding(context: AfterPackContext, electron: ElectronRuntime): void {
  for (const leftOver of ['seal.json', 'resources/default_app.asar']) {
    rmSync(path.join(context.appOutDir, leftOver), { force: true });
  }
  if (electron.sqliteBinding === null) return;
  const resources = path.join(context.appOutDir, 'resources/app.asar.unpacked');
  const binding = path.join(
    resources,
    `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
  );
  if (!existsSync(binding)) throw new Error(`${binding} is missing in the package.`);
  copyFileSync(electron.sqliteBinding, binding);
}
