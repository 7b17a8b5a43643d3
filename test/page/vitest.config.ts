import {defineConfig} from "vitest/config"
import {conditionMs, testMs} from "../support/patience.mjs"

/**
 * The whole page in a real Chromium, driven from Node. `npm run test:browser` runs these; to run them alone against
 * dist/ as it is: `npx vitest run --config test/page/vitest.config.ts`.
 */
export default defineConfig({
  test: {
    environment: "node",
    include: ["test/page/**/*.test.ts"],
    reporters: ["default"],
    testTimeout: testMs,
    hookTimeout: testMs,
    expect: {poll: {timeout: conditionMs, interval: 25}},
    /** Each file has a browser of its own. */
    maxWorkers: 3,
    passWithNoTests: false,
  },
})
