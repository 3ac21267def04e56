import { defineCommand } from "../command.ts";
import { setEnv } from "./set-env.ts";
import { setImage } from "./set-image.ts";
import { setSelector } from "./set-selector.ts";
import { setServiceAccount } from "./set-serviceaccount.ts";
import { setSubject } from "./set-subject.ts";
import { setResources } from "./set-resources.ts";

export const set = defineCommand({
  name: "set",
  subcommands: [setEnv, setImage, setResources, setSelector, setServiceAccount, setSubject],
});
