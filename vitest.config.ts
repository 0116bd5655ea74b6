import { defineConfig } from 'vitest/config';

/** Two runners' worth of tests: `unit` beside the sources, `integration` with real peers in child processes. */
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
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/support/build-before-tests.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
