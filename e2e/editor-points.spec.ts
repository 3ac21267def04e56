import { expect, test } from "@playwright/test";
import { Yard } from "./support/yard.ts";

for (const monaco of [false, true])
  test(`the line under the cursor is shown on the picture: replicas its counter, a selector its pods (${monaco ? "code editor" : "plain field"})`, async ({
    page,
  }) => {
    const yard = await Yard.open(page, { monaco });
    await yard.settled("shop", 3);
    if (monaco) {
      await expect(page.locator(".code-editor")).toHaveAttribute("data-ready", "true");
      await page.locator(".monaco-editor .view-lines").click();
      // The line under the pointer goes before the cursor's.
      await page.mouse.move(2, 2);
    } else {
      await page.getByRole("textbox", { name: "Editor of shop.yaml" }).click();
    }
    await page.keyboard.press("Control+Home");
    const rings = page.locator(".lasso-ring");
    const counter = page.locator(".counter-desired");
    await expect(counter).not.toHaveClass(/is-written/);
    for (let line = 1; line < 6; line += 1) await page.keyboard.press("ArrowDown");
    await expect(counter).toHaveClass(/is-written/);
    for (let line = 6; line < 9; line += 1) await page.keyboard.press("ArrowDown");
    await expect(rings).toHaveCount(3);
    await expect(counter).not.toHaveClass(/is-written/);
    await yard.button("Help and keys").focus();
    await expect(rings).toHaveCount(0);
  });
