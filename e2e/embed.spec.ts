import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test as base, type Page } from "@playwright/test";

interface Told {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A page of another origin that holds the frame and writes down all that it is told. */
function schoolPage(frame: string): string {
  return `<!doctype html><title>School</title><button id="own">own</button>
<iframe title="Podyard" width="960" height="540" src="${frame}"></iframe>
<script>
  window.told = [];
  addEventListener("message", ({ source, data }) => {
    if (source === document.querySelector("iframe").contentWindow) told.push(data);
  });
  document.getElementById("own").focus();
</script>`;
}

/** Opens the frame inside the school's page; `parent` names that page as allowed. */
type OpenSchool = (query: string, options: { readonly isAllowed: boolean }) => Promise<void>;

const test = base.extend<{ openSchool: OpenSchool }>({
  async openSchool({ page, baseURL }, use) {
    let body = "";
    const server: Server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const school = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use(async (query, { isAllowed }) => {
      const parent = isAllowed ? `&parent=${school}` : "";
      body = schoolPage(`${baseURL ?? ""}?embed=1&lang=en${parent}&${query}`);
      await page.goto(`${school}/`);
    });
    server.closeAllConnections();
    server.close();
  },
});

const told = (page: Page, type: string) =>
  page.evaluate(
    (wanted) => (window as unknown as { told: Told[] }).told.filter((each) => each.type === wanted),
    type,
  );

const say = (page: Page, message: object) =>
  page.evaluate((data) => document.querySelector("iframe")?.contentWindow?.postMessage(data, "*"), {
    podyard: 1,
    ...message,
  });

test("a page around the frame drives it by messages and hears what happens", async ({
  page,
  openSchool,
}) => {
  await openSchool("", { isAllowed: true });
  const frame = page.frameLocator("iframe");
  const clock = frame.getByTestId("clock");
  await expect.poll(() => told(page, "ready")).toHaveLength(1);
  await expect(frame.getByRole("button", { name: "Click to start" })).toBeHidden();
  await expect(clock).not.toHaveText("00:00");
  await say(page, { type: "pause" });
  await say(page, { type: "seek", at: 42_000 });
  await expect(clock).toHaveText("00:42");
  await say(page, { type: "lang", language: "ko" });
  await expect(frame.getByText("하한").first()).toBeVisible();
  await say(page, {
    type: "apply",
    yaml: "apiVersion: v1\nkind: Pod\nmetadata: {name: guest}\nspec: {containers: [{name: a, image: nginx}]}",
  });
  await say(page, { type: "speed", factor: 10 });
  await say(page, { type: "play" });
  await expect.poll(() => told(page, "event")).not.toHaveLength(0);
  await say(page, { type: "select", kind: "Pod", name: "nobody" });
  await say(page, { type: "apply", yaml: "kind: Pod" });
  await say(page, { type: "seek", at: -5 });
  await expect
    .poll(async () => (await told(page, "error")).map(({ request }) => request).sort())
    .toEqual(["apply", "seek", "select"]);
  expect(await told(page, "error")).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ request: "select", message: "there is no Pod nobody" }),
      expect.objectContaining({ request: "apply", message: expect.stringContaining("apiVersion") }),
    ]),
  );
  await expect(page.locator("#own")).toBeFocused();
  const kept = await page.frames()[1]?.evaluate(() => Object.keys(localStorage));
  expect(kept).toEqual([]);
});

test("a page that is not allowed is neither heard nor told; the frame waits for a click when asked to", async ({
  page,
  openSchool,
}) => {
  await openSchool("autoplay=0", { isAllowed: false });
  const frame = page.frameLocator("iframe");
  const start = frame.getByRole("button", { name: "Click to start" });
  await expect(start).toBeVisible();
  await say(page, { type: "seek", at: 42_000 });
  await say(page, { type: "play" });
  await start.click();
  await expect(frame.getByTestId("clock")).toHaveText(/^00:0[1-9]$/);
  expect(await told(page, "ready")).toEqual([]);
});

test("a lesson inside the frame tells its goals", async ({ page, openSchool }) => {
  await openSchool("lesson=L04", { isAllowed: true });
  await expect
    .poll(() => told(page, "goal"))
    .toContainEqual({ podyard: 1, type: "goal", lesson: "L04", step: 0, status: "running" });
  await say(page, {
    type: "apply",
    yaml: "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}",
  });
  await say(page, { type: "speed", factor: 10 });
  await say(page, { type: "play" });
  await expect
    .poll(async () => (await told(page, "goal")).some(({ step }) => Number(step) > 0))
    .toBe(true);
});
