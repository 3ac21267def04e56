import { expect, test } from "@playwright/test";
import { Editor } from "./support/editor.ts";
import { Terminal } from "./support/terminal.ts";
import { Yard } from "./support/yard.ts";

test.use({ serviceWorkers: "allow" });

test("after the first load everything works without a network, editor and terminal too", async ({
  page,
  context,
}) => {
  await Yard.open(page, { monaco: true });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
      );
  });
  await context.setOffline(true);
  await page.reload();
  const yard = new Yard(page);
  await yard.settled("shop", 3);
  await new Editor(page).open("nginx.yaml");
  await page.keyboard.press("Escape");
  await new Terminal(page).expectOutput(
    "kubectl apply -f nginx.yaml",
    "deployment.apps/nginx-deployment created",
  );
  await yard.settled("nginx-deployment", 3);
  await yard.button("Share").click();
  await expect(page.getByRole("dialog", { name: "Share this moment" })).toBeVisible();
});
