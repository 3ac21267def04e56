import { expect, test } from "@playwright/test";
import { Terminal } from "./support/terminal.ts";
import { startWatch } from "./support/watch.ts";
import { deploymentOf, podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

const V1 = "jangteo/shop:v1";
const V2 = "jangteo/shop:v2";

test("a rollout to v2 keeps floor and ceiling, and rolls back to v1", async ({ page }) => {
  const yard = await Yard.open(page);
  const terminal = new Terminal(page);
  await terminal.run("kubectl scale deployment/shop --replicas=8");
  await yard.setSpeed(10);
  await yard.settled("shop", 8);
  const strip = page.getByRole("group", { name: "Deployment shop" });
  await yard.setSpeed(1);

  const watched = await startWatch(page, "shop");
  await terminal.run(`kubectl set image deployment/shop shop=${V2}`);
  await yard.waitUntil("old and new pods stand side by side", (world) => {
    const roles = podsOf(world, "shop").map(({ revisionRole }) => revisionRole);
    return roles.includes("old") && roles.includes("new");
  });
  await expect(strip).toContainText("floor 6");
  await expect(strip).toContainText("ceiling 10");
  await expect(strip).toContainText(/r2/);
  await yard.setSpeed(10);
  const rolled = await yard.settled("shop", 8);
  expect(deploymentOf(rolled, "shop")?.image).toBe(V2);

  await terminal.run("kubectl rollout undo deployment/shop");
  const back = await yard.waitUntil(
    "v1 is back",
    (world) =>
      deploymentOf(world, "shop")?.image === V1 &&
      podsOf(world, "shop").every(({ revisionRole }) => revisionRole === "new") &&
      deploymentOf(world, "shop")?.progress === "complete",
  );
  expect(deploymentOf(back, "shop")?.ready).toBe(8);
  expect(deploymentOf(back, "shop")?.revision).toBe(3);

  const { leastAvailable, mostPods } = await watched.read();
  expect(leastAvailable).toBeGreaterThanOrEqual(6);
  expect(mostPods).toBeLessThanOrEqual(10);
  expect(mostPods).toBeGreaterThan(8);
});

test("a broken image stalls the rollout without an outage, and rollout undo saves it", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const terminal = new Terminal(page);
  const watched = await startWatch(page, "shop");
  await terminal.run("kubectl set image deployment/shop shop=jangteo/shop:v99");
  await yard.setSpeed(10);
  await yard.waitUntil("the new pod cannot get its image", (world) =>
    world.pods.some(({ status }) => status === "ImagePullBackOff"),
  );
  await yard.setSpeed(100);
  const stuck = await yard.waitUntil(
    "the rollout counts as stuck",
    (world) => deploymentOf(world, "shop")?.progress === "stalled",
    60_000,
  );
  expect(deploymentOf(stuck, "shop")?.available).toBeGreaterThanOrEqual(3);
  await expect(page.getByRole("group", { name: "Deployment shop" })).toContainText("rollout stuck");

  await yard.setSpeed(10);
  await terminal.run("kubectl rollout undo deployment/shop");
  const saved = await yard.settled("shop", 3);
  expect(deploymentOf(saved, "shop")?.image).toBe(V1);
  expect((await watched.read()).leastAvailable).toBeGreaterThanOrEqual(3);
});

test("the undo button takes a broken rollout back to before it was begun", async ({ page }) => {
  const yard = await Yard.open(page);
  const before = await yard.world();
  await new Terminal(page).run("kubectl set image deployment/shop shop=jangteo/shop:v99");
  await yard.setSpeed(10);
  await yard.waitUntil("the new pod cannot get its image", (world) =>
    world.pods.some(({ status }) => status === "ImagePullBackOff" || status === "ErrImagePull"),
  );
  await yard.button("Undo my last action").click();
  const undone = await yard.waitUntil("the input is gone", ({ inputs }) => inputs.length === 0);
  expect(deploymentOf(undone, "shop")?.image).toBe(V1);
  expect(
    podsOf(undone, "shop")
      .map(({ name }) => name)
      .sort(),
  ).toEqual(
    podsOf(before, "shop")
      .map(({ name }) => name)
      .sort(),
  );
});
