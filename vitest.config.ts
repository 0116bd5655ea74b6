import { defineConfig } from 'vitest/config';

/** What starts processes and sockets of its own: one file after the other, on what was built just before. */
const withProcesses = {
  environment: 'node' as const,
  globalSetup: ['test/support/build-before-tests.ts'],
  testTimeout: 180_000,
  hookTimeout: 180_000,
  fileParallelism: false,
};

/** One project for each test tier; `npm test` (test/run.ts) runs one after the other. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'main/**/*.test.ts',
            'preload/**/*.test.ts',
            'renderer/**/*.test.ts',
            'build/**/*.test.ts',
            'test/support/**/*.test.ts',
          ],
          environment: 'node',
          /** Style sheets are empty in tests, but for the one whose colours are checked. */
          css: { include: [/tokens\.css/] },
        },
      },
      {
        test: { name: 'component', include: ['renderer/**/*.test.tsx'], environment: 'jsdom' },
      },
      { test: { ...withProcesses, name: 'integration', include: ['test/integration/**/*.test.ts'] } },
      { test: { ...withProcesses, name: 'e2e-chromium', include: ['test/e2e/chromium/*.e2e.ts'] } },
      { test: { ...withProcesses, name: 'e2e-electron', include: ['test/e2e/electron/*.e2e.ts'] } },
    ],
  },
});
