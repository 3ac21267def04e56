import { expect, test } from "@playwright/test";
import { podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

test("an address opens present mode in a language, at a moment, with commands run", async ({
  page,
}) => {
  const run = encodeURIComponent("kubectl scale deployment shop --replicas=5");
  const yard = await Yard.open(page, { address: `?present=1&lang=ko&at=5s&run=${run}` });
  const world = await yard.settled("shop", 5);
  expect(world.at).toBeGreaterThanOrEqual(5000);
  await expect(page.getByRole("main", { name: "발표 모드" })).toBeVisible();
  await expect(page.getByText("원하는 desired")).toBeVisible();
  // What has been done is not done again by a reload.
  expect(await page.evaluate(() => location.search)).toBe("?present=1&lang=ko");
});

test("the presenter's keys: overlays, black, captions, close-up, killing, and one step back at a time", async ({
  page,
}) => {
  const yard = await Yard.open(page, { address: "?present=1" });
  const before = await yard.settled("shop", 3);
  const press = (key: string) => page.keyboard.press(key);
  const main = page.getByRole("main", { name: "Present mode" });
  const [victim] = podsOf(before, "shop");
  const home = await yard.placeOf(victim!.uid);
  await press("t");
  const terminal = page.getByRole("region", { name: "Terminal" });
  const prompt = terminal.getByRole("textbox", { name: "kubectl command" });
  await expect(prompt).toBeFocused();
  await page.keyboard.type("kubectl get pods");
  await expect(prompt).toHaveValue("kubectl get pods");
  await press("Escape");
  await expect(terminal).toBeHidden();
  await press("y");
  await expect(page.getByRole("region", { name: "Files" })).toBeVisible();
  await press("w");
  await expect(page.getByRole("region", { name: "What just happened?" })).toBeVisible();
  await press("b");
  await expect(page.locator(".present-blank")).toBeVisible();
  await press("Escape");
  await expect(page.locator(".present-blank")).toBeHidden();
  await expect(page.getByRole("region", { name: "What just happened?" })).toBeVisible();
  await press("Escape");

  // The panel took half of the picture; without it every pod is where it was.
  await expect.poll(() => yard.placeOf(victim!.uid)).toEqual(home);
  await page.mouse.click(home.x, home.y);
  await press("z");
  await expect
    .poll(async () => (await page.getByTestId("stage").boundingBox())?.width ?? 0)
    .toBeGreaterThan(2000);
  await press("0");
  await press("x");
  await yard.waitUntil("it is killed", ({ inputs }) =>
    (inputs.at(-1)?.label ?? "").includes(`delete pod ${victim!.name}`),
  );
  await press("Escape");
  await expect(main).toBeHidden();
});

test("a value that the address cannot mean is named, and the rest of it holds", async ({
  page,
}) => {
  const yard = await Yard.open(page, { address: "?theme=pink&lang=ko" });
  await expect(yard.notice).toContainText("theme=pink");
  await expect(yard.notice).toContainText("dark, light, projector");
});

test("a page that may only look runs and reads, and changes nothing", async ({ page }) => {
  const yard = await Yard.open(page, { address: "?readonly=1" });
  const before = await yard.settled("shop", 3);
  const [victim] = podsOf(before, "shop");
  const { x, y } = await yard.placeOf(victim!.uid);
  await page.mouse.click(x, y);
  await page.keyboard.press("x");
  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByRole("switch", { name: "Power of worker-1" }).click();
  await expect(page.locator(".xterm-host, .terminal-log").first()).toBeVisible();
  await page.waitForFunction(
    ([at]) => (window.__podyard?.store.getState().at ?? 0) > at! + 2000,
    [before.at],
  );
  const after = await yard.world();
  expect(after.inputs).toEqual([]);
  expect(podsOf(after, "shop").map(({ uid }) => uid)).toContain(victim!.uid);
});
