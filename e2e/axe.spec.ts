import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { Terminal } from "./support/terminal.ts";
import { podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

/** Every rule that axe has for WCAG 2.2 A and AA, and its best practices. */
async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id} (${help}) at ${target.join(" ")}: ${failureSummary ?? ""}`,
    ),
  );
  expect(told).toEqual([]);
}

/** A page in mid-rollout, stopped, with a pod selected: as much on the screen as there can be. */
async function openBusy(page: Page, look: "dark" | "light" = "dark"): Promise<Yard> {
  await page.emulateMedia({ colorScheme: look });
  const yard = await Yard.open(page, { monaco: true });
  await expect(page.locator(".code-editor")).toHaveAttribute("data-ready", "true");
  await new Terminal(page).run("kubectl set image deployment/shop shop=jangteo/shop:v99");
  const world = await yard.waitUntil("a pod fails", ({ pods }) =>
    pods.some(({ state }) => state === "image-error"),
  );
  await yard.setPlaying(false);
  const { x, y } = await yard.placeOf(podsOf(world, "shop").find(({ ready }) => ready)!.uid);
  await page.mouse.click(x, y);
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText(/shop-/);
  return yard;
}

for (const look of ["dark", "light"] as const) {
  test(`axe finds nothing in the sandbox, ${look}`, async ({ page }) => {
    await openBusy(page, look);
    await expectNoViolations(page);
  });
}

test("axe finds nothing in the sandbox in Korean, with the guide", async ({ page }) => {
  await Yard.open(page, { guide: true });
  await page.getByRole("button", { name: "한국어로 보기" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expectNoViolations(page);
});

test("axe finds nothing in each tab of the inspector, of faults, load and events", async ({
  page,
}) => {
  // Five looks at the whole page.
  test.slow();
  const yard = await openBusy(page);
  for (const tab of ["What", "YAML", "Events"])
    await page
      .getByRole("tablist", { name: "Views of what is selected" })
      .getByRole("tab", { name: tab, exact: true })
      .click()
      .then(() => expectNoViolations(page));
  await yard.openTab("Faults");
  await expectNoViolations(page);
  await yard.openTab("Load");
  await page
    .getByRole("tablist", { name: "Terminal or events" })
    .getByRole("tab", { name: "Events" })
    .click();
  await expectNoViolations(page);
});

test("axe finds nothing in the list view", async ({ page }) => {
  const yard = await openBusy(page);
  await yard.button("Show the cluster as a list").click();
  await expect(page.getByRole("tree")).toBeVisible();
  await expectNoViolations(page);
});

test("axe finds nothing in the dialogs", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.button("Share").click();
  await expect(page.getByRole("dialog", { name: "Share this moment" })).toContainText("characters");
  await expectNoViolations(page);
  await page.keyboard.press("Escape");
  await yard.button("Help and keys").click();
  await expect(page.getByRole("dialog", { name: "Help", exact: true })).toBeVisible();
  await expectNoViolations(page);
});

test("axe finds nothing where two worlds are compared", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.openTab("Compare");
  await expect(page.getByTestId("stage")).toHaveCount(2);
  await expectNoViolations(page);
});

test("axe finds nothing in present mode", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.button("Present").click();
  await expect(page.getByRole("main", { name: "Present mode" })).toBeVisible();
  await expectNoViolations(page);
});

test.describe("phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("axe finds nothing on a phone, in none of its tabs", async ({ page }) => {
    await Yard.open(page);
    for (const tab of ["YAML", "kubectl", "Events", "Details"]) {
      await page.getByRole("tab", { name: tab, exact: true }).click();
      await expectNoViolations(page);
    }
  });
});
