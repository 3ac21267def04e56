import { defineCommand } from "../command.ts";
import { setEnv } from "./set-env.ts";
import { setImage } from "./set-image.ts";
import { setResources } from "./set-resources.ts";

export const set = defineCommand({
  name: "set",
  summary: "Set specific features on objects",
  subcommands: [setEnv, setImage, setResources],
});
