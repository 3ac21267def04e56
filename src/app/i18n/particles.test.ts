import { expect, test } from "vitest";
import { particleAfter } from "./particles.ts";

test.each([
  ["worker-1", "를", "을"],
  ["worker-2", "을", "를"],
  ["worker-3", "가", "이"],
  ["워커", "을(를)", "를"],
  ["글자", "이(가)", "가"],
  ["숫자 열", "은(는)", "은"],
  ["replicas", "을(를)", "를"],
  ["jangteo/shop:v2", "를", "를"],
  ["jangteo/shop:v1", "를", "을"],
  ["web", "가", "이"],
  ["shop", "가", "이"],
  ["app: nginx", "을(를)", "를"],
  ["redis", "이", "가"],
  ["volume", "를", "을"],
  ["image", "을", "를"],
  ["ReplicaSet", "가", "이"],
  ["Deployment", "이", "가"],
  ["port", "은", "는"],
  ["shop-8578bff87-bk6xt", "이", "가"],
  ["shop-8578bff87-7b24l", "가", "이"],
  ["137", "으로", "로"],
  ["0", "로", "으로"],
  ["1", "으로", "로"],
  ["role", "으로", "로"],
  ["main", "로", "으로"],
  ["{}", "을(를)", "을(를)"],
  ["", "을(를)", "을(를)"],
])("after %s, %s is %s", (word, written, spoken) => {
  expect(particleAfter(word, written)).toBe(spoken);
});
