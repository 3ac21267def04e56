import { defineConfig } from "vitest/config";
import { lessons } from "./vite-plugins/lessons.ts";

export default defineConfig({
  plugins: [lessons()],
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    environment: "node",
    testTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
