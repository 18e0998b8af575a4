import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }

/** unit: pure or in-process, quick. system: real sshd, namespaces or the simulated fleet; run by `npm test`. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          maxWorkers: 2,
          // Modules are loaded once a worker, not once a file: half of the time. No module that is tested keeps state.
          isolate: false,
          // A test that hangs is ended; how fast one is on a busy machine is no matter of tests.
          testTimeout: 60_000,
          include: ['{lib,components,app,e2e}/**/*.test.ts'],
          exclude: ['**/*.system.test.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'system',
          include: ['{lib,e2e}/**/*.system.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Real machines under real load; `npm test` names what needed it.
          retry: 1,
          // They wait far more than they compute, each over a lab or a server of its own.
          maxWorkers: 3,
        },
      },
    ],
  },
})
