import { defineCommand } from "../command.ts";
import { canI } from "./auth-can-i.ts";
import { reconcile } from "./auth-reconcile.ts";
import { whoami } from "./auth-whoami.ts";

export const auth = defineCommand({
  name: "auth",
  subcommands: [canI, reconcile, whoami],
});
