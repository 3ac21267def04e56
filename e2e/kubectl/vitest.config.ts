import { defineConfig } from "vitest/config";

/** Real clients against the gateway: slow, one file after the other. */

export default defineConfig({
  test: {
    include: ["e2e/kubectl/*.test.ts"],
    globalSetup: ["e2e/kubectl/support/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    maxWorkers: 1,
  },
});
