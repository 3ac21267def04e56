import { nameOf } from "#core/api/meta.ts";
import { defineFault } from "./define.ts";

/** The machine loses its power: it falls silent and everything on it dies. */
export const nodePower = defineFault({
  name: "node-power",
  targetKind: "Node",
  isLasting: true,
  set: ({ kubelets }, node, { on }) => kubelets.setPower(nameOf(node), !on),
});
