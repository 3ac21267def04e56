import type { Command } from "../command.ts";
import { apply } from "./apply.ts";
import { create } from "./create.ts";
import { deleteCommand } from "./delete.ts";
import { get } from "./get.ts";
import { scale } from "./scale.ts";

/** Every command, in the order of the alphabet. */
export const commands: readonly Command[] = [apply, create, deleteCommand, get, scale];
