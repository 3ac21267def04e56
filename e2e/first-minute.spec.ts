import { expect, test } from "@playwright/test";
import { Yard } from "./support/yard.ts";
import { deploymentOf, nodeOf } from "./support/world.ts";

test("the page opens on a living shop, with nothing in its way and nothing from elsewhere", async ({
  page,
  baseURL,
}) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(baseURL ?? "")) foreign.push(request.url());
  });
  const yard = await Yard.open(page, { guide: true });
  const world = await yard.waitUntil(
    "the shop is ready",
    (now) => deploymentOf(now, "shop")?.ready === 3,
  );
  expect(world.nodes.filter(({ role }) => role === "worker")).toHaveLength(3);
  expect(world.nodes.filter(({ role }) => role === "control-plane")).toHaveLength(3);
  await expect(page.locator(".stage-world")).toContainText("etcd-3");
  await expect(page.getByRole("group", { name: "Deployment shop" })).toContainText("up to date");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const early = await yard.clock.textContent();
  await expect(yard.clock).not.toHaveText(early ?? "");
  expect(foreign).toEqual([]);
});

test("the shop stands on the page before its thread runs, just as it will, and what is done meanwhile is done then", async ({
  page,
}) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/worker-[\w-]+\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("./");
  await expect(page.getByRole("group", { name: "Deployment shop" })).toContainText("up to date");
  await expect(page.locator(".stage-world")).toContainText("etcd-3");
  await expect(page.getByTestId("clock")).toHaveText("00:00.0");
  await page.evaluate(noteFirstFrame);
  await page.getByRole("button", { name: "Kill one of the copies" }).click();
  release();
  const yard = new Yard(page);
  await yard.waitUntil("a copy is dying", ({ pods }) =>
    pods.some(({ family }) => family === "leaving"),
  );
  const { before, after } = await page.evaluate(() => (window as unknown as Noted).noted);
  expect(before.length).toBeGreaterThan(2);
  expect(after).toEqual(before);
});

interface Noted {
  noted: { readonly before: readonly unknown[]; after: readonly unknown[] };
}

/** Runs in the page: keeps the rows that stand on it, and those of the thread's first frame. */
function noteFirstFrame(): void {
  const store = window.__podyard?.store;
  if (!store) throw new Error("the page has not published its store");
  const rows = (state: ReturnType<typeof store.getState>) => [
    state.revision,
    [...state.pods],
    [...state.nodes],
    [...state.deployments],
    [...state.services],
    [...state.etcd],
    [...state.events],
  ];
  const noted: Noted["noted"] = { before: rows(store.getState()), after: [] };
  Object.assign(window, { noted });
  const stop = store.subscribe((state) => {
    if (state.connection !== "live") return;
    noted.after = rows(state);
    stop();
  });
}

test("on a slow machine, too, nothing large is fetched before the cluster is there", async ({
  page,
}) => {
  const scripts: string[] = [];
  page.on("request", (request) => {
    const [, name] = /\/assets\/([\w-]+)-[\w-]{8}\.js$/.exec(request.url()) ?? [];
    if (name !== undefined) scripts.push(name);
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await page.goto("./");
  await expect(page.locator(".node-box").first()).toBeVisible({ timeout: 60_000 });
  const early = [...scripts];
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const large = ["all", "commands", "monaco-editor", "xterm-view"];
  await expect.poll(() => large.filter((name) => !scripts.includes(name))).toEqual([]);
  expect(early.filter((name) => large.includes(name))).toEqual([]);
});

test("the first minute: a killed copy comes back, three become six, a sale begins, a machine dies", async ({
  page,
}) => {
  const yard = await Yard.open(page, { guide: true });
  const guide = page.getByRole("region", { name: "First minute" });
  await expect(guide).toContainText("3 copies of the shop serve your customers");

  await guide.getByRole("button", { name: "Kill one of the copies" }).click();
  await expect(guide).toContainText("Will anyone fix it?");
  await yard.waitUntil("two copies are left", (now) => deploymentOf(now, "shop")?.ready === 2);
  await guide.getByRole("button", { name: "Yes, by itself" }).click();
  await expect(guide).toContainText(
    "You did nothing. The ReplicaSet wanted 3, saw fewer, and made one. You said so.",
    { timeout: 45_000 },
  );

  await guide.getByRole("button", { name: "Now make it 6" }).click();
  await expect(guide.getByLabel("replicas:")).toHaveValue("6");
  await guide.getByRole("button", { name: "Apply" }).click();
  await yard.settled("shop", 6);
  await expect(page.getByRole("log", { name: "Output of the terminal" })).toContainText(
    "kubectl scale deployment/shop --replicas=6",
  );

  const before = (await yard.world()).services.find(({ name }) => name === "shop")?.rate ?? 0;
  await guide.getByRole("button", { name: "Customers ×10" }).click();
  await yard.waitUntil(
    "ten times the customers come",
    ({ services }) => services.find(({ name }) => name === "shop")?.rate === before * 10,
  );

  await guide.getByRole("button", { name: "Pull the plug on worker-2" }).click();
  await yard.waitUntil("the machine is dark", (now) => nodeOf(now, "worker-2")?.powered === false);
  await expect(guide).toContainText("The machine says nothing now");
  await guide.getByRole("button", { name: "Play freely" }).click();
  await expect(guide).toHaveCount(0);
});

test("the first minute can be left at any time, by key alone", async ({ page }) => {
  await Yard.open(page, { guide: true });
  const guide = page.getByRole("region", { name: "First minute" });
  await guide.getByRole("button", { name: "Close the guide" }).focus();
  await page.keyboard.press("Enter");
  await expect(guide).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId("stage")).toBeVisible();
  await expect(guide).toHaveCount(0);
});
