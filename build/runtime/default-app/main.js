/**
 * What `electron [-r module]... <folder> [arguments]` runs in an Electron that came without its own default app: loads
 * the modules, then the application in the folder. Top-level await holds back `ready` until the application has been
 * evaluated, so that it can still register its schemes.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);
const words = process.argv.slice(1);
let folder = null;
while (words.length > 0 && folder === null) {
  const word = words.shift();
  if (word === '-r' || word === '--require') require(path.resolve(words.shift()));
  else if (!word.startsWith('-')) folder = path.resolve(word);
}
if (folder === null) {
  process.stderr.write('Say which folder holds the application: electron <folder>\n');
  app.exit(1);
} else {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, manifest.main)).href);
}
