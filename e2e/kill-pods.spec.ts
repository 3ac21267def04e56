import { expect, test } from "@playwright/test";
import { Terminal } from "./support/terminal.ts";
import { podsOf, type WorldSnapshot } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

/** Waits until a pod is gone and another of the shop stands in for it, and nothing else has moved. */
async function expectHealed(yard: Yard, before: WorldSnapshot, victim: string): Promise<void> {
  const after = await yard.waitUntil("three copies are ready again", (world) => {
    const pods = podsOf(world, "shop");
    return (
      pods.length === 3 &&
      pods.every(({ ready, name }) => ready && name !== victim) &&
      !world.pods.some(({ name }) => name === victim)
    );
  });
  const stayed = podsOf(before, "shop").filter(({ name }) => name !== victim);
  for (const { uid, node, slot } of stayed) {
    expect(podsOf(after, "shop").find((pod) => pod.uid === uid)).toMatchObject({ node, slot });
  }
}

test("a pod killed by the mouse is replaced, and its neighbours keep their places", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const before = await yard.settled("shop", 3);
  const [victim] = podsOf(before, "shop");
  const { x, y } = await yard.placeOf(victim!.uid);
  await page.mouse.click(x, y);
  await yard.waitUntil("the pod is selected", ({ selection }) => selection === victim!.name);
  await expect(page.getByRole("complementary", { name: "Details of the selection" })).toContainText(
    victim!.name,
  );
  await page.mouse.click(x, y, { button: "right" });
  await page
    .getByRole("menu", { name: `Actions for ${victim!.name}` })
    .getByRole("menuitem", { name: "Kill pod" })
    .click();
  await yard.setSpeed(10);
  await expectHealed(yard, before, victim!.name);
  await expect(new Terminal(page).log).toContainText(`delete pod ${victim!.name}`);
});

test("a pod killed by the keyboard on the stage is replaced", async ({ page }) => {
  const yard = await Yard.open(page);
  const before = await yard.settled("shop", 3);
  await yard.stage.focus();
  await page.keyboard.press("ArrowRight");
  const { selection } = await yard.waitUntil("a pod is selected", (world) =>
    podsOf(world, "shop").some(({ name }) => name === world.selection),
  );
  await expect(yard.stage).toHaveAttribute("aria-activedescendant", /.+/);
  await page.keyboard.press("Delete");
  await yard.setSpeed(10);
  await expectHealed(yard, before, selection);
});

test("a pod killed by kubectl is replaced, and kubectl says so", async ({ page }) => {
  const yard = await Yard.open(page);
  const terminal = new Terminal(page);
  const before = await yard.settled("shop", 3);
  const [victim] = podsOf(before, "shop");
  await yard.setSpeed(10);
  await terminal.expectOutput(
    `kubectl delete pod ${victim!.name}`,
    `pod "${victim!.name}" deleted from default namespace`,
  );
  await expectHealed(yard, before, victim!.name);
  await terminal.expectOutput("k get pods", /NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE/);
  const { pods } = await yard.world();
  for (const { name } of pods.filter(({ namespace }) => namespace === "default")) {
    await expect(terminal.log).toContainText(new RegExp(`${name}\\s+1/1\\s+Running\\s+0`));
  }
});

test("a pod that crashes is started again by its kubelet, and waits longer each time", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const before = await yard.settled("shop", 3);
  await yard.openTab("Faults");
  await page
    .getByRole("combobox", { name: "Pod" })
    .selectOption({ label: podsOf(before, "shop")[0]!.name });
  const crash = yard.button("Crash its container");
  await crash.click();
  await yard.setSpeed(10);
  await yard.waitUntil("it was restarted once", (world) =>
    podsOf(world, "shop").some(({ restarts, ready }) => restarts === 1 && ready),
  );
  await crash.click();
  await yard.waitUntil("the second time it has to wait", (world) =>
    podsOf(world, "shop").some(({ status }) => status === "CrashLoopBackOff"),
  );
  const healed = await yard.waitUntil("it runs again", (world) =>
    podsOf(world, "shop").some(({ restarts, ready }) => restarts === 2 && ready),
  );
  expect(
    podsOf(healed, "shop")
      .map(({ uid }) => uid)
      .sort(),
  ).toEqual(
    podsOf(before, "shop")
      .map(({ uid }) => uid)
      .sort(),
  );
});
