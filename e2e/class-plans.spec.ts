import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";

const own = "?plan=pet-cattle-own-1&lang=en";

async function changeACopy(page: Page): Promise<void> {
  await page.goto("?plan=pet-cattle&lang=en");
  await page.locator('[data-plan="edit"]').click();
  await expect(page.locator(".plan-editor")).toBeVisible();
  await expect(page).toHaveURL(/plan=pet-cattle-own-1/);
}

const part = (page: Page, index: number) => page.locator(`[data-part="${index}"]`);
const titleOf = (page: Page, index: number) =>
  part(page, index).getByLabel("Title of the part (en)");
const status = (page: Page) => page.locator(".plan-editor-bar [role=status]");

test("a teacher changes a plan by keys and mouse; nothing wrong is taken, nothing is lost", async ({
  page,
}) => {
  await changeACopy(page);
  await page.getByLabel("Title (en)").fill("Pets for class 3");
  // Keys: the second part goes up and keeps the focus; at the top it stays.
  await part(page, 1).locator(".part-handle").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(titleOf(page, 0)).toHaveValue("The same accident in two worlds");
  await expect(part(page, 0).locator(".part-handle")).toBeFocused();
  await expect(status(page)).toContainText("Now part 1 of 2.");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(titleOf(page, 0)).toHaveValue("The same accident in two worlds");
  // Mouse: it is dragged down again.
  await part(page, 0).locator(".part-handle").dragTo(part(page, 1).locator(".part-handle"));
  await expect(titleOf(page, 1)).toHaveValue("The same accident in two worlds");
  const lesson = part(page, 1);
  await lesson.getByLabel("Line on the wall: One dies on each side (ko)").fill("둘 다 쓰러집니다.");
  await expect(status(page)).toContainText("1 marked places");
  await lesson
    .getByLabel("Line on the wall: One dies on each side (en)")
    .fill("Both will fall, watch.");
  // What is no number changes nothing, and says so.
  const minutes = part(page, 0).getByLabel("Minutes");
  await minutes.fill("soon");
  await expect(part(page, 0).getByRole("alert")).toContainText("The part keeps 2 min.");
  await minutes.fill("3");
  await expect(part(page, 0).getByRole("alert")).toBeHidden();
  // Half a question is kept, too.
  await lesson.locator('[data-plan="add-question"]').click();
  await lesson.getByLabel("Question to predict (en)").fill("How many pods stand in the end?");
  await lesson.getByLabel("Answer 1 is right when").fill("reddy(pod");
  await expect(lesson.getByText("This condition cannot be read")).toBeVisible();
  await page.locator('[data-plan="done"]').click();
  await page.locator('[data-plan="save"]').click();
  await expect(page.getByText("Nothing is lost, but a file cannot be made yet")).toBeVisible();
  await page.goto(own);
  await page.locator('[data-plan="edit"]').click();
  await expect(lesson.getByLabel("Answer 1 is right when")).toHaveValue("reddy(pod");
  await expect(page.getByLabel("Title (en)")).toHaveValue("Pets for class 3");
  // Undo takes back one field at a time.
  await titleOf(page, 0).fill("Lost?");
  await page.locator('[data-plan="undo"]').click();
  await expect(titleOf(page, 0)).toHaveValue("A server with a name");
  await part(page, 0).getByRole("button", { name: "Remove part 1" }).click();
  await expect(page.locator(".part-editor")).toHaveCount(1);
  await page.locator('[data-plan="undo"]').click();
  await expect(page.locator(".part-editor")).toHaveCount(2);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test("a file is refused with its place and what is open stays; a sound one stands beside what is kept", async ({
  page,
}) => {
  await changeACopy(page);
  await page.locator('[data-plan="done"]').click();
  const download = page.waitForEvent("download");
  await page.locator('[data-plan="save"]').click();
  const text = readFileSync(await (await download).path(), "utf8");
  await page.locator(".plan-back").click();
  const give = (name: string, body: string) =>
    page
      .getByTestId("plan-file")
      .setInputFiles({ name, mimeType: "text/yaml", buffer: Buffer.from(body) });
  await give("mine.yaml", text.replace("minutes: 10", "minutes: 11"));
  await expect(page.getByText(/cannot be opened: plans\/mine\.yaml:1:10/)).toBeVisible();
  await give("pet-cattle-own-1.yaml", text);
  await expect(page).toHaveURL(/plan=pet-cattle-own-2/);
  await page.locator(".plan-back").click();
  await expect(page.locator('[data-plan^="pet-cattle-own-"]')).toHaveCount(2);
});

test("a class with a question of the teacher's own is given, in the teacher's words, and reported", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await changeACopy(page);
  const lesson = part(page, 1);
  await lesson.getByLabel("first step").selectOption({ index: 1 });
  await lesson.getByLabel("Line on the wall: Hit the herd again (en)").fill("Two at once, please.");
  await lesson
    .getByLabel("Line on the wall: Hit the herd again (ko)")
    .fill("둘을 한꺼번에 지웁니다.");
  await lesson.getByLabel("How many pods are in the herd").selectOption("9");
  await lesson.locator('[data-plan="add-question"]').click();
  await lesson.getByLabel("Question to predict (en)").fill("How many pods stand in the end?");
  await lesson.getByLabel("Question to predict (ko)").fill("끝에는 파드가 몇 개일까요?");
  for (const [number, en, ko, holds] of [
    [1, "Four", "넷", "b(ready(deployment/shop)) == 4"],
    [2, "Nine", "아홉", "b(ready(deployment/shop)) == 9"],
  ] as const) {
    await lesson.getByLabel(`Answer ${number} (en)`).fill(en);
    await lesson.getByLabel(`Answer ${number} (ko)`).fill(ko);
    await lesson.getByLabel(`Answer ${number} is right when`).fill(holds);
  }
  await expect(status(page)).toHaveText("Every change is kept in this browser.");
  await page.locator('[data-plan="done"]').click();
  await page.locator('[data-plan="begin"]').click();
  await expect(page.locator(".talk-lines li")).toHaveCount(2);
  await page.keyboard.press("ArrowRight");
  const ask = page.locator(".ask");
  await expect(ask).toContainText("How many pods stand in the end?", { timeout: 60_000 });
  await expect(page.locator(".present-captions p").first()).toHaveText("Two at once, please.");
  for (const key of ["1", "2", "2"]) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await expect(ask).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await expect(ask).toHaveAttribute("data-told", "true", { timeout: 90_000 });
  await expect(ask.locator('[data-right="true"]')).toContainText("Nine");
  await page.keyboard.press("Enter");
  await expect(page.locator(".lesson-present")).toHaveAttribute("data-step", "2");
  await page.goto(own);
  const report = page.locator(".plan-reports");
  await expect(report).toContainText("A server with a name");
  await expect(report.locator('tr[data-came="true"]')).toContainText("Nine ← what came");
  await expect(report).toContainText("2 of 3 hands were right.");
  const download = page.waitForEvent("download");
  await report.locator('[data-report="save"]').click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file).toContain("| Nine **← what came** | 2 |");
});

test("pages of pupils go where the class goes, until they stop", async ({ page, context }) => {
  test.setTimeout(180_000);
  await page.goto("?plan=first-class&lang=ko");
  await page.locator('[data-plan="begin"]').click();
  await expect(page.locator(".talk-lines")).toBeVisible();
  const pupil = await context.newPage();
  await pupil.goto("?follow=1&lang=ko");
  const bar = pupil.getByRole("complementary", { name: "수업 따라가기" });
  await expect(bar).toContainText("선생님을 기다립니다");
  await page.bringToFront();
  await page.mouse.move(300, 300);
  await page.locator('[data-present="lead"]').click();
  // The wall shows a code for phones; the key q takes it away and brings it back.
  const code = page.getByRole("region", { name: "학생용 코드" });
  await expect(code).toContainText("follow=1");
  await page.keyboard.press("q");
  await expect(code).toBeHidden();
  await expect(bar).toContainText("선생님의 설명");
  await page.goto("?lesson=L01&lang=ko&present=1");
  await page.mouse.move(320, 320);
  await page.locator('[data-present="lead"]').click();
  await expect(pupil.getByRole("heading", { name: "클러스터와 인사하기" })).toBeVisible();
  await expect(bar).toContainText("L01 1단계");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".lesson-present")).toHaveAttribute("data-step", "1", {
    timeout: 40_000,
  });
  await expect(bar).toContainText("L01 2단계");
  await expect(pupil.locator('.lesson-steps li[data-state="now"]')).toHaveText(/누가 일할까요/);
  await expect(code).toContainText("step=2");
  await bar.getByRole("button").click();
  await expect(bar).toBeHidden();
});
