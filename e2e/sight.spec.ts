import { expect, test } from "@playwright/test";
import { Yard } from "./support/yard.ts";

test("less motion is a switch of the page, too, and a reload keeps it", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const yard = await Yard.open(page);
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-motion", "full");
  await yard.button("Help and keys").click();
  await page.getByRole("checkbox", { name: /^Less motion/ }).check();
  await expect(html).toHaveAttribute("data-motion", "reduced");
  await page.reload();
  await expect(html).toHaveAttribute("data-motion", "reduced");
  await yard.button("Help and keys").click();
  await page.getByRole("checkbox", { name: /^Less motion/ }).uncheck();
  await expect(html).toHaveAttribute("data-motion", "full");
});

test("a teacher sees the page as other eyes do, and every state keeps its sign", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await yard.button("Help and keys").click();
  const sights = page.getByRole("combobox", { name: "See the page as with" });
  await sights.selectOption({ label: "no colours (grey)" });
  const filter = () => page.evaluate(() => getComputedStyle(document.documentElement).filter);
  await expect.poll(filter).toContain("url(");
  await expect(page.locator("#podyard-sight feColorMatrix")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await yard.button("Help and keys").click();
  await expect(sights).toHaveValue("grey");
  await sights.selectOption({ label: "all colours" });
  await expect.poll(filter).toBe("none");
});
