import path from 'node:path';
import react from '@vitejs/plugin-react';
import { createLogger, defineConfig } from 'vite';
import { ROOT } from './paths.ts';

/** The decoders are made for Node too and guard what a browser lacks; that Vite leaves it out is no news. */
const logger = createLogger('warn');
const warn = logger.warn.bind(logger);
logger.warn = (text, options) => {
  if (!/"(path|fs)" has been externalized for browser compatibility/.test(text)) warn(text, options);
};

/** The UI, as the shell serves it at `app://ui/` and the core at `http://127.0.0.1:<port>/`. */
export default defineConfig({
  root: path.join(ROOT, 'renderer'),
  /** Relative, so that the same files work at both places. */
  base: './',
  publicDir: false,
  customLogger: logger,
  plugins: [react()],
  resolve: {
    /** npm packages, not Node's modules: vtk.js reaches for them through xmlbuilder2, and the app dies at start without. */
    alias: [
      { find: /^events$/, replacement: 'events/' },
      { find: /^url$/, replacement: 'url/' },
      { find: /^util$/, replacement: 'util/' },
    ],
  },
  /** Cornerstone's decoders run in module workers. */
  worker: { format: 'es', rolldownOptions: { checks: { bundlerTimings: false } } },
  optimizeDeps: { exclude: ['@cornerstonejs/dicom-image-loader'], include: ['dicom-parser'] },
  build: {
    target: 'chrome130',
    outDir: path.join(ROOT, 'dist/renderer'),
    emptyOutDir: true,
    sourcemap: false,
    /** The viewer is loaded on demand and is large by nature. */
    chunkSizeWarningLimit: 8_000,
    assetsInlineLimit: 0,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
