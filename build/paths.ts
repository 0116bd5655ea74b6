import path from 'node:path';

/** Folder that holds package.json. */
export const ROOT = path.resolve(import.meta.dirname, '..');

/** Everything that is built; ignored by git, thrown away at will. */
export const DIST = path.join(ROOT, 'dist');
