import { expect, test } from "@playwright/test";
import { deploymentOf, nodeOf, podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

test("a worker without power becomes NotReady, its pods are replaced elsewhere, and it comes back", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const before = await yard.settled("shop", 3);
  const node = podsOf(before, "shop")[0]!.node;
  const lost = podsOf(before, "shop")
    .filter((pod) => pod.node === node)
    .map(({ name }) => name);

  await yard.openTab("Faults");
  const power = page.getByRole("switch", { name: `Power of ${node}` });
  await expect(power).toBeChecked();
  await power.click();
  await expect(power).not.toBeChecked();
  await yard.waitUntil("the machine is dark, and the API does not know yet", (world) => {
    const row = nodeOf(world, node);
    return row?.powered === false && row.status === "Ready";
  });

  await yard.setSpeed(10);
  const notReady = await yard.waitUntil(
    "the node counts as NotReady",
    (world) => nodeOf(world, node)?.status === "NotReady",
  );
  expect(nodeOf(notReady, node)?.taints.join(" ")).toContain("node.kubernetes.io/unreachable");
  expect(notReady.pods.filter(({ name }) => lost.includes(name)).map((pod) => pod.node)).toEqual(
    lost.map(() => node),
  );
  await expect(page.locator(".stage-world")).toContainText("Powered off");

  await yard.setSpeed(100);
  await yard.waitUntil(
    "replacements run on other machines",
    (world) => {
      const pods = podsOf(world, "shop");
      return pods.length === 3 && pods.every((pod) => pod.ready && pod.node !== node);
    },
    60_000,
  );
  await yard.openTab("Events");
  await expect(page.getByRole("list", { name: "Events, newest first" })).toContainText(
    "TaintManagerEviction",
  );

  // Why the replacement is there is told back to the hand that pulled the plug.
  const replacement = podsOf(await yard.world(), "shop").find(
    ({ name }) => !before.pods.some((pod) => pod.name === name),
  );
  const place = await yard.placeOf(replacement?.uid ?? "");
  await page.mouse.click(place.x, place.y);
  await yard.openTab("Why");
  const steps = page.locator(".chain .chain-step");
  await expect(steps.last()).toContainText(`${node} was switched off`);
  await expect(steps.last()).toContainText("you");

  await power.click();
  await expect(power).toBeChecked();
  const back = await yard.waitUntil(
    "the node is ready and its old pods are gone",
    (world) =>
      nodeOf(world, node)?.status === "Ready" &&
      nodeOf(world, node)?.taints.length === 0 &&
      !world.pods.some(({ name }) => lost.includes(name)),
  );
  expect(deploymentOf(back, "shop")?.ready).toBe(3);
});
