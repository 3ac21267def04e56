/** What the server answers to /version. Models the version a release is built with. */
export const SERVER_VERSION = {
  major: "1",
  minor: "35",
  emulationMajor: "1",
  emulationMinor: "35",
  minCompatibilityMajor: "1",
  minCompatibilityMinor: "34",
  gitVersion: "v1.35.6",
  gitCommit: "a3177b3b89764aeb87469936bf4fe8f708d88eb7",
  gitTreeState: "clean",
  buildDate: "2026-06-12T14:25:42Z",
  goVersion: "go1.25.12",
  compiler: "gc",
  platform: "linux/amd64",
} as const;
