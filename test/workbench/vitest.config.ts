import {defineConfig} from "vitest/config"

/**
 * The whole page in a real Chromium, driven from Node. `npm run test:browser` runs these; to run them alone against
 * dist/ as it is: `npx vitest run --config test/workbench/vitest.config.ts`.
 */
export default defineConfig({
  test: {
    environment: "node",
    include: ["test/workbench/**/*.test.ts"],
    reporters: ["default"],
    /** Far above what a test takes: a busy machine must not fail a run. Tests never assert times. */
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: {poll: {timeout: 20_000, interval: 25}},
    /** Each file has a browser of its own. */
    maxWorkers: 3,
    passWithNoTests: false,
  },
})
