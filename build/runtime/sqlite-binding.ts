import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from '../paths.ts';
import { runProgram } from './run-program.ts';
import { sealedFolder } from './sealed-folder.ts';

/** Raise it when the steps below change. */
const RECIPE = 1;
const COMPILE_MS = 15 * 60_000;

const SOURCE_DIR = path.join(ROOT, 'node_modules/better-sqlite3');
const HEADERS_DIR = path.join(ROOT, 'node_modules/node-api-headers/include');
const ADDON_API_DIR = path.join(ROOT, 'node_modules/node-addon-api');
/** Says in its head what it is for. */
const NODE_API_9 = path.join(ROOT, 'build/patches/better-sqlite3-node-api-9.hpp');

/** As better-sqlite3's binding.gyp has them, but for the version of Node-API. */
const ADDON_DEFINES = [
  'NAPI_VERSION=9',
  'NAPI_DISABLE_CPP_EXCEPTIONS',
  'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  'NODE_GYP_MODULE_NAME=better_sqlite3',
];

/**
 * better-sqlite3 for Node-API 9, made once with the machine's compiler and kept in the cache. Its sources use Node-API
 * alone, so the headers of the `node-api-headers` package are all it needs: no node-gyp, no download.
 *
 * @returns the path of the binding
 */
export async function ensureSqliteBinding(cacheDir: string, say: (line: string) => void): Promise<string> {
  const folder = path.join(cacheDir, `better-sqlite3-node-api-9-${bindingKey()}`);
  await sealedFolder(folder, async (fresh) => {
    say('Compiling better-sqlite3 for this Electron (about 40 s); this happens once.');
    const objectsDir = `${fresh}-objects`;
    mkdirSync(objectsDir, { recursive: true });
    try {
      const binding = await compile(objectsDir);
      mkdirSync(fresh, { recursive: true });
      copyFileSync(binding, path.join(fresh, 'better_sqlite3.node'));
    } finally {
      rmSync(objectsDir, { recursive: true, force: true });
    }
  });
  return path.join(folder, 'better_sqlite3.node');
}

/** Changes with everything that the binding is made of. */
function bindingKey(): string {
  const require = createRequire(import.meta.url);
  const versionOf = (name: string) =>
    (require(path.join(ROOT, 'node_modules', name, 'package.json')) as { version: string }).version; // npm's own format
  const parts = [
    String(RECIPE),
    versionOf('better-sqlite3'),
    versionOf('node-addon-api'),
    versionOf('node-api-headers'),
    readFileSync(NODE_API_9, 'utf8'),
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

async function compile(folder: string): Promise<string> {
  const sqliteDir = path.join(SOURCE_DIR, 'deps/sqlite3');
  const sqliteObject = path.join(folder, 'sqlite3.o');
  const addonObject = path.join(folder, 'addon.o');
  const binding = path.join(folder, 'better_sqlite3.node');
  const common = [
    '-O2',
    '-fPIC',
    '-DNDEBUG',
    `-I${sqliteDir}`,
    ...sqliteDefines().map((name) => `-D${name}`),
  ];
  await Promise.all([
    gcc('gcc', ['-std=c99', '-w', ...common, '-c', path.join(sqliteDir, 'sqlite3.c'), '-o', sqliteObject]),
    gcc('g++', [
      ...['-std=c++20', '-fvisibility=hidden', '-fvisibility-inlines-hidden'],
      ...common,
      ...ADDON_DEFINES.map((name) => `-D${name}`),
      `-I${ADDON_API_DIR}`,
      `-I${HEADERS_DIR}`,
      ...['-include', NODE_API_9],
      ...['-c', path.join(SOURCE_DIR, 'src/better_sqlite3.cpp'), '-o', addonObject],
    ]),
  ]);
  const link = ['-shared', '-s', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-o', binding];
  await gcc('g++', [...link, addonObject, sqliteObject, '-ldl']);
  return binding;
}

/** SQLite's options as better-sqlite3 ships them: a list of quoted strings, each a name with an optional value. */
function sqliteDefines(): readonly string[] {
  const text = readFileSync(path.join(SOURCE_DIR, 'deps/defines.gypi'), 'utf8');
  const defines = [...text.matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map((match) => match[1] ?? '');
  if (!defines.includes('SQLITE_ENABLE_FTS5'))
    throw new Error('defines.gypi of better-sqlite3 looks otherwise now.');
  return defines;
}

async function gcc(program: 'gcc' | 'g++', args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram(program, args, { timeoutMs: COMPILE_MS });
  if (exitCode === 0) return;
  if (exitCode === null && stderr.includes('ENOENT')) {
    throw new Error(`${program} is not installed: apt-get install g++`);
  }
  throw new Error(`better-sqlite3 could not be compiled.\n${stderr.trim().slice(-4_000)}`);
}
