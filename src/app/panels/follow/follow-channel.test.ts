import { expect, test } from "vitest";
import {
  ClassFollower,
  ClassLeader,
  isBehind,
  pupilLink,
  type ClassPlace,
} from "./follow-channel.ts";

const AT: ClassPlace = { lesson: "L03", step: 2, title: "Hit the herd again" };

test.each([
  [{ lesson: "L03", step: 1 }, true],
  [{ lesson: "L03", step: 2 }, false],
  [{ lesson: "L03", step: 3 }, false],
  [{ lesson: "L01", step: 4 }, true],
  [{ lesson: "", step: 0 }, true],
])("a pupil at %o is called to step 2 of L03: %s", (here, isCalled) => {
  expect(isBehind(AT, here)).toBe(isCalled);
  expect(isBehind({ ...AT, lesson: "" }, here)).toBe(false);
});

test("the link leads to the very step, and to the page itself during a talk", () => {
  const page = "https://school.example/yard/";
  expect(pupilLink(page, { place: AT, language: "ko" })).toBe(
    `${page}?lang=ko&follow=1&lesson=L03&step=2`,
  );
  expect(pupilLink(page, { place: { ...AT, step: 1 }, language: "en" })).toBe(
    `${page}?lang=en&follow=1&lesson=L03`,
  );
  expect(pupilLink(page, { place: { ...AT, lesson: "" }, language: "en" })).toBe(
    `${page}?lang=en&follow=1`,
  );
});

test("a page that comes late is told where the class stands, and when it is over", async () => {
  const leader = new ClassLeader();
  leader.tell(AT);
  const heard: (ClassPlace | null)[] = [];
  let onHeard: () => void = () => undefined;
  const next = () => new Promise<void>((done) => (onHeard = done));
  const first = next();
  const follower = new ClassFollower((place) => {
    heard.push(place);
    onHeard();
  });
  await first;
  const second = next();
  leader.close();
  await second;
  follower.close();
  expect(heard).toEqual([AT, null]);
});
