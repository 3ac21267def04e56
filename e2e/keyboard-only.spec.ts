import { expect, test, type Locator, type Page } from "@playwright/test";
import { Editor } from "./support/editor.ts";
import { pressUntil, tabTo } from "./support/keys.ts";
import { mendedUpTo, MENDED } from "./support/manifests.ts";
import { Terminal } from "./support/terminal.ts";
import { deploymentOf, nodeOf, podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

/** The cluster as a list, opened and entered by keys. */
async function openList(page: Page): Promise<Locator> {
  await page.keyboard.press("v");
  const tree = page.getByRole("tree", { name: "Cluster as a list" });
  await expect(tree.locator("[role=treeitem]:focus")).toHaveCount(1);
  return tree;
}

/** Goes down the list to the line that begins with this name. */
async function goTo(page: Page, tree: Locator, name: string): Promise<void> {
  await page.keyboard.press("Home");
  const line = tree.getByRole("treeitem").filter({ hasText: name }).first();
  await pressUntil(page, "ArrowDown", () =>
    line.evaluate((element) => element === document.activeElement),
  );
}

/** Raises the speed by its key, one press after the other. */
async function speedUpTo(yard: Yard, wanted: number): Promise<void> {
  for (let { speed } = await yard.world(); speed < wanted; { speed } = await yard.world()) {
    await yard.page.keyboard.press("]");
    await yard.waitUntil("the speed has changed", (world) => world.speed > speed);
  }
}

test("by keyboard alone: write a manifest, go to its problem, mend and apply it, and leave the editor", async ({
  page,
}) => {
  const yard = await Yard.open(page, { monaco: true });
  const editor = new Editor(page);
  await editor.whenReady();
  const file = page.getByRole("button", { name: "nginx.yaml" });
  await tabTo(page, file);
  await page.keyboard.press("Enter");
  await editor.whenReady();
  await page.keyboard.press("y");
  await expect(page.locator(".monaco-editor.focused")).toBeVisible();
  await editor.replaceAll(mendedUpTo("field"));
  await expect(editor.problems).toHaveCount(2);
  await tabOutOf(page);
  await tabTo(page, editor.problems.filter({ hasText: "soon" }));
  await page.keyboard.press("Enter");
  await expect(page.locator(".monaco-editor.focused")).toBeVisible();
  await editor.replaceAll(MENDED);
  await expect(editor.problems).toHaveCount(0);
  await page.keyboard.press("Control+Enter");
  await editor.expectApplied();
  await yard.settled("nginx-deployment", 3);
});

/** Leaves Monaco, where Tab inserts, as its hint says. */
async function tabOutOf(page: Page): Promise<void> {
  await page.keyboard.press("Control+m");
  await page.keyboard.press("Tab");
  await expect(page.locator(".monaco-editor.focused")).toHaveCount(0);
}

test("by keyboard alone: roll out, see it stall, and undo", async ({ page }) => {
  const yard = await Yard.open(page);
  const terminal = new Terminal(page);
  await expect(page.locator(".xterm-host")).toHaveAttribute("data-ready", "true");
  await page.keyboard.press("t");
  await expect(page.locator(".xterm-host textarea")).toBeFocused();
  await terminal.type("k set image deploy/shop shop=jangteo/shop:v2");
  await yard.waitUntil("the rollout began", (world) => deploymentOf(world, "shop")?.revision === 2);
  await page.keyboard.press("Escape");
  await speedUpTo(yard, 10);
  await yard.settled("shop", 3);

  await page.keyboard.press("t");
  await terminal.type("k set image deploy/shop shop=jangteo/shop:v99");
  await yard.waitUntil("the new pod cannot get its image", (world) =>
    world.pods.some(({ state }) => state === "image-error"),
  );
  await page.keyboard.press("Escape");
  await page.keyboard.press("u");
  const undone = await yard.waitUntil(
    "the broken image is undone",
    ({ inputs }) => inputs.length === 1,
  );
  expect(deploymentOf(undone, "shop")).toMatchObject({ image: "jangteo/shop:v2", ready: 3 });
});

test("the terminal completes with Tab and brings old lines back", async ({ page }) => {
  const yard = await Yard.open(page);
  const terminal = new Terminal(page);
  await terminal.focus();
  await page.keyboard.type("k sca");
  await page.keyboard.press("Tab");
  await terminal.expectOnScreen("$ k scale ");
  await page.keyboard.type("deploy shop --repl");
  await page.keyboard.press("Tab");
  await terminal.expectOnScreen("$ k scale deploy shop --replicas=");
  await page.keyboard.type("4");
  await page.keyboard.press("Enter");
  await yard.settled("shop", 4);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await yard.settled("shop", 2);
});

test("through the list view alone: read the cluster, kill a pod, hear of it, see it replaced", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const before = await yard.settled("shop", 3);
  const tree = await openList(page);
  await expect(
    tree.getByRole("treeitem", { name: /^worker-1, worker, Ready, pods: \d+$/ }),
  ).toBeVisible();
  await expect(
    tree.getByRole("treeitem", {
      name: /^shop-\w+-\w+, Ready \(Running\), 1\/1 containers ready$/,
    }),
  ).toHaveCount(3);

  const victim = podsOf(before, "shop")[0]!.name;
  await goTo(page, tree, victim);
  await page.keyboard.press("Delete");
  await yard.waitUntil(
    "the pod is gone and replaced",
    (world) =>
      !world.pods.some(({ name }) => name === victim) &&
      podsOf(world, "shop").filter(({ ready }) => ready).length === 3,
  );
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /ready|new|leaving/i })
      .first(),
  ).toBeAttached();
  await expect(tree.getByRole("treeitem").filter({ hasText: victim })).toHaveCount(0);
});

test("through the list view alone: switch a worker off, wait for the evictions, switch it on", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const before = await yard.settled("shop", 3);
  const node = podsOf(before, "shop")[0]!.node;
  const tree = await openList(page);
  await goTo(page, tree, `${node},`);
  await page.keyboard.press("Shift+F10");
  await chooseFromMenu(page, "Switch the machine off");
  await expect(
    tree.getByRole("treeitem", { name: new RegExp(`^${node}, worker, Powered off`) }),
  ).toBeVisible();

  await speedUpTo(yard, 100);
  await yard.waitUntil(
    "the node is NotReady and its pods run elsewhere",
    (world) => {
      const pods = podsOf(world, "shop");
      return (
        nodeOf(world, node)?.status === "NotReady" &&
        pods.length === 3 &&
        pods.every((pod) => pod.ready && pod.node !== node)
      );
    },
    60_000,
  );

  await tabTo(page, tree);
  await goTo(page, tree, `${node},`);
  await page.keyboard.press("Shift+F10");
  await chooseFromMenu(page, "Switch the machine on");
  await yard.waitUntil(
    "the node is ready again",
    (world) => nodeOf(world, node)?.status === "Ready",
  );
  await expect(
    tree.getByRole("treeitem", { name: new RegExp(`^${node}, worker, Ready`) }),
  ).toBeVisible();
});

test("the Tab key goes through the whole page and is caught nowhere, the terminal left by Escape", async ({
  page,
}) => {
  await Yard.open(page);
  const host = page.locator(".xterm-host");
  await expect(host).toHaveAttribute("data-ready", "true");
  await tabTo(page, page.getByRole("button", { name: "shop", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page, host);
  await page.keyboard.press("Escape");
  await tabTo(page, page.getByRole("complementary", { name: "Details of the selection" }));
});

/** Goes down an open menu and chooses. */
async function chooseFromMenu(page: Page, name: string): Promise<void> {
  const item = page.getByRole("menuitem", { name });
  await pressUntil(page, "ArrowDown", () =>
    item.evaluate((element) => element === document.activeElement),
  );
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toHaveCount(0);
}

test("the keys are listed with ?, and single letters can be switched off", async ({ page }) => {
  await Yard.open(page);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Help", exact: true });
  await expect(help).toContainText("Show the cluster as a list");
  await help.getByRole("checkbox", { name: "Single-letter keys" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await page.keyboard.press("v");
  await expect(page.getByRole("tree")).toHaveCount(0);
  await expect(page.getByTestId("stage")).toBeVisible();
});
