import { existsSync } from 'node:fs';
import path from 'node:path';
import { build as esbuild, type BuildOptions } from 'esbuild';
import { build as vite } from 'vite';
import { ROOT } from './paths.ts';

export type BundleName = 'core' | 'shell' | 'preload' | 'renderer';

/** One part of the product that is built by itself. */
export interface Bundle {
  readonly name: BundleName;
  /** The file that everything starts from; a bundle without it is left out. */
  readonly entry: string;
  /** Files and folders that the result depends on, relative to the root. */
  readonly sources: readonly string[];
  /** Relative to `dist/<name>`: what must exist for the bundle to be whole. */
  readonly outputs: readonly string[];
  build(outputDir: string): Promise<void>;
}

const TOOLS = ['build/bundles.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/** Electron 33, on which the core must run too, embeds Node 20.18. */
const NODE_TARGET = 'node20.18';

const nodeOptions: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: NODE_TARGET,
  packages: 'external',
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: ROOT,
};

/** Workers are files of their own beside the core: `new Worker(new URL('./<name>.mjs', import.meta.url))`. */
const coreEntries = {
  main: 'main/core/service/main.ts',
  'thumbnail-worker': 'main/core/thumbnails/thumbnail-worker.ts',
  'transcode-worker': 'main/core/retrieve/transcode/transcode-worker.ts',
  'quality-worker': 'main/core/quality/quality-worker.ts',
  'self-test-worker': 'main/core/inference/self-test-worker.ts',
  'echo-worker': 'main/core/remote/connection-test/echo-worker.ts',
};

function existingEntries(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(coreEntries).filter(([, entry]) => existsSync(path.join(ROOT, entry))),
  );
}

export const bundles: readonly Bundle[] = [
  {
    name: 'core',
    entry: coreEntries.main,
    sources: ['main/core', 'preload/contract', ...TOOLS],
    outputs: ['main.mjs'],
    build: async (outdir) => {
      await esbuild({
        ...nodeOptions,
        entryPoints: existingEntries(),
        outdir,
        outExtension: { '.js': '.mjs' },
      });
    },
  },
  {
    name: 'shell',
    entry: 'main/shell/main.ts',
    sources: ['main/shell', 'preload/contract', ...TOOLS],
    outputs: ['main.mjs'],
    build: async (outdir) => {
      await esbuild({
        ...nodeOptions,
        entryPoints: { main: 'main/shell/main.ts' },
        outdir,
        outExtension: { '.js': '.mjs' },
      });
    },
  },
  {
    name: 'preload',
    entry: 'preload/bridge/main.ts',
    sources: ['preload/bridge', 'preload/contract', ...TOOLS],
    outputs: ['bridge.cjs'],
    build: async (outdir) => {
      // A sandboxed preload can require nothing but `electron`, so it is one CommonJS file.
      await esbuild({
        ...nodeOptions,
        packages: 'bundle',
        external: ['electron'],
        format: 'cjs',
        entryPoints: { bridge: 'preload/bridge/main.ts' },
        outdir,
        outExtension: { '.js': '.cjs' },
      });
    },
  },
  {
    name: 'renderer',
    entry: 'renderer/app/main.tsx',
    sources: ['renderer', 'preload/contract', 'build/vite.renderer.config.ts', ...TOOLS],
    outputs: ['index.html'],
    build: async (outDir) => {
      // Test runners set `test`, and React would be bundled in its slow development form.
      process.env['NODE_ENV'] = 'production';
      await vite({
        configFile: path.join(ROOT, 'build/vite.renderer.config.ts'),
        logLevel: 'warn',
        build: { outDir, emptyOutDir: true },
      });
    },
  },
];
