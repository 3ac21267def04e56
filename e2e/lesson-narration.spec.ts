import { expect, test } from "@playwright/test";
import { Lesson } from "./support/lesson.ts";
import { listen } from "./support/listen.ts";

interface Telling {
  readonly lang: "en" | "ko";
  readonly chips: readonly [string, string, string, string];
  /** The reader at its first step, and the question when it is asked. */
  readonly reader: string;
  readonly question: string;
  /** What is heard, in this order, with other sentences between. */
  readonly heard: readonly RegExp[];
}

const TELLINGS: readonly Telling[] = [
  {
    lang: "en",
    chips: ["Apply web.yaml", "Delete one pod", "Delete two pods", "Relabel one pod"],
    reader: `
      - article "The watcher":
        - paragraph: L06 5 min, step 1 of 4
        - heading "The watcher" [level=2]
        - paragraph: See who keeps the count, and how a pod leaves the herd.
        - list "Steps":
          - listitem: /3 pods, please ?, now/
          - listitem: /Delete one ?, to come/
          - listitem: /Delete two at once ?, to come/
          - listitem: /Let one go ?, to come/
        - region "3 pods, please":
          - paragraph:
            - strong:
              - text: Apply the file
              - code: web.yaml
        - group "Do it with one click":
          - button "Apply web.yaml"
    `,
    question: `
      - region "My prediction":
        - heading "My prediction" [level=3]
        - paragraph: 2 pods are left. Who brings back the missing one?
        - group "My prediction":
          - button "It comes back by itself"
          - button "Nobody, unless I do"
        - button "Skip"
    `,
    heard: [
      /^Step done: 3 pods, please\. Next: Delete one\. Delete one of the pods, then answer the question\.$/,
      /^Question: 2 pods are left\. Who brings back the missing one\? The clock waits for your answer\. Choose one: It comes back by itself, Nobody, unless I do\.$/,
      /^The clock runs again: watch what happens\.$/,
      /^You were right\. Right: It comes back by itself\. The ReplicaSet wanted 3 and saw 2\./,
      /^Step done: Delete one\. Next: Delete two at once\./,
      /^Step done: Delete two at once\. Next: Let one go\. Change the label of one pod from app=web to app=free\.$/,
      /^Question: How many pods whose names start with web- will there be\? The clock waits for your answer\.$/,
      /^Solved: The watcher$/,
    ],
  },
  {
    lang: "ko",
    chips: ["web.yaml 적용하기", "파드 하나 삭제", "파드 두 개 삭제", "레이블 바꾸기"],
    reader: `
      - article "감시자 레플리카셋":
        - paragraph: L06 5분, 4단계 중 1단계째
        - heading "감시자 레플리카셋" [level=2]
        - paragraph: 누가 개수를 지키는지, 파드가 어떻게 무리를 떠나는지 봅니다.
        - list "단계":
          - listitem: /파드 3개 주세요 ?, 지금/
          - listitem: /하나 삭제하기 ?, 나중/
          - listitem: /둘을 한꺼번에 ?, 나중/
          - listitem: /하나를 놓아주기 ?, 나중/
        - region "파드 3개 주세요"
        - group "한 번 눌러 하기":
          - button "web.yaml 적용하기"
    `,
    question: `
      - region "내 예측":
        - heading "내 예측" [level=3]
        - group "내 예측":
          - button "저절로 채워집니다"
          - button "내가 하지 않으면 아무도 안 합니다"
        - button "건너뛰기"
    `,
    heard: [
      /^단계를 마쳤습니다: 파드 3개 주세요\. 다음 단계: 하나 삭제하기\. /,
      /^질문입니다\. .+까요\? 답할 때까지 시계가 멈춥니다\. 하나를 고르세요: 저절로 채워집니다, /,
      /^시계가 다시 갑니다\./,
      /^맞았습니다\. 정답: 저절로 채워집니다\./,
      /^단계를 마쳤습니다: 하나 삭제하기\. 다음 단계: 둘을 한꺼번에\. /,
      /^단계를 마쳤습니다: 둘을 한꺼번에\. 다음 단계: 하나를 놓아주기\. /,
      /^질문입니다\. .+ 답할 때까지 시계가 멈춥니다\.$/,
      /^레슨을 풀었습니다: 감시자 레플리카셋$/,
    ],
  },
];

for (const { lang, chips, reader, question, heard } of TELLINGS)
  test(`the watcher as a screen reader tells it (${lang})`, async ({ page }) => {
    test.slow();
    const told = await listen(page);
    await page.goto(`?lesson=L06&lang=${lang}`);
    const lesson = new Lesson(page);
    await lesson.expectStep(1);
    await expect(page.getByRole("article")).toMatchAriaSnapshot(reader);
    await lesson.act(chips[0]);
    await lesson.expectStep(2);
    await lesson.act(chips[1]);
    await expect(lesson.asked).toBeVisible({ timeout: 40_000 });
    await expect(lesson.asked).toMatchAriaSnapshot(question);
    await lesson.asked.locator('[data-option="itself"]').click();
    await lesson.expectStep(3);
    await lesson.act(chips[2]);
    await lesson.expectStep(4);
    await lesson.act(chips[3]);
    await lesson.asked.locator('[data-predict="answer"]').click({ timeout: 40_000 });
    await lesson.expectSolved(
      lang === "ko" ? "레슨을 풀었습니다: 감시자 레플리카셋" : "Solved: The watcher",
    );
    const sentences = await told();
    let from = 0;
    for (const expected of heard) {
      const at = sentences.findIndex((sentence, index) => index >= from && expected.test(sentence));
      expect(
        at,
        `${String(expected)} after ${String(from)} of:\n${sentences.join("\n")}`,
      ).toBeGreaterThanOrEqual(0);
      from = at;
    }
    // Nothing is said that only a machine would say.
    expect(sentences.filter((sentence) => /[{}|*`]|undefined|null|NaN/.test(sentence))).toEqual([]);
  });
