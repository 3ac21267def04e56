import type { FlagSpec } from "./flags.ts";
import { CHANGE_FLAGS, OUTPUT_FLAGS, VALIDATE_FLAG } from "./output.ts";

/** Flags of every `create SUBCOMMAND`. */
export const GENERATOR_FLAGS: readonly FlagSpec[] = [
  ...OUTPUT_FLAGS,
  ...CHANGE_FLAGS,
  VALIDATE_FLAG,
  {
    name: "save-config",
    type: "bool",
  },
];
