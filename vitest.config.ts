import {defineConfig} from "vitest/config"
import {testMs} from "./test/support/patience.mjs"

/** The tests that need no browser. Those under test/browser and test/page run by `npm run test:browser`. */
export default defineConfig({
  test: {
    environment: "node",
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/page/**", "**/node_modules/**"],
    /** Totals at the end, and each file's line above them: what a log of a CI run should show. */
    reporters: ["default"],
    testTimeout: testMs,
    hookTimeout: testMs,
    /** By itself Vitest leaves one core to itself, which a machine of two can't spare. */
    maxWorkers: "100%",
    /** A run with no tests is a mistake in the paths above. */
    passWithNoTests: false,
    restoreMocks: true,
  },
})
