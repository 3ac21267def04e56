import { expect, test } from "vitest";
import { SHOP_YAML } from "#protocol/starter.ts";
import { laterChange } from "./later-change.ts";

const input = (at: number, label: string) => ({ at, action: at, label });

test.each([
  ["nothing happened", [], ""],
  ["it was only read", [input(5, "kubectl get deployment shop")], ""],
  ["something else changed", [input(5, "kubectl scale deployment web --replicas=2")], ""],
  ["it was changed before", [input(1, "kubectl scale deployment shop --replicas=2")], ""],
  ["it was changed", [input(5, "kubectl scale deployment/shop --replicas=8")], "scale"],
  ["the load changed", [input(5, "load default/shop 100")], ""],
  ["the file itself was applied", [input(5, "kubectl apply -f shop.yaml")], ""],
] as const)("%s", (_name, inputs, found) => {
  const file = { name: "shop.yaml", text: SHOP_YAML, at: 2 };
  expect(laterChange(inputs, file)).toMatch(found === "" ? /^$/ : new RegExp(`^${found}`));
});
