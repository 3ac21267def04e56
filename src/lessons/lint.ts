import type { LessonLanguage, LessonText } from "#protocol/lesson.ts";

/** A word that does not belong into a text, where it stands, and what to say instead. */
export interface WordProblem {
  /** `step kill hint 2`, `debrief`. */
  readonly place: string;
  readonly message: string;
}

interface WordRule {
  readonly word: RegExp;
  readonly say: string;
}

/** One term for each concept (the glossary of the course), and nothing of what is said no more. */
const RULES: Readonly<Record<LessonLanguage, readonly WordRule[]>> = {
  en: [
    { word: /\bmasters?\b(?!-)/i, say: "control plane" },
    { word: /\bslaves?\b/i, say: "worker node" },
    { word: /\bminions?\b/i, say: "worker node" },
    { word: /\b(?:white|black)list/i, say: "allow list, deny list" },
    { word: /\breplication controller\b/i, say: "ReplicaSet" },
  ],
  ko: [
    { word: /마스터/, say: "컨트롤 플레인" },
    { word: /슬레이브|미니언/, say: "워커 노드" },
    { word: /포드(?!캐스트)|팟(?!캐스트)/, say: "파드" },
    { word: /라벨/, say: "레이블" },
    { word: /선택자/, say: "셀렉터" },
    { word: /리플리카|레플리카 셋/, say: "레플리카셋" },
    { word: /디플로이멘트|디플로이(?!먼트)/, say: "디플로이먼트" },
    { word: /스케쥴/, say: "스케줄" },
    { word: /콘테이너/, say: "컨테이너" },
    { word: /네임 스페이스|이름공간/, say: "네임스페이스" },
    { word: /사이드 카/, say: "사이드카" },
    { word: /쿠블렛|큐블렛|쿠벨렛/, say: "kubelet" },
    { word: /엔드 포인트|종단점/, say: "엔드포인트" },
    { word: /탐침/, say: "프로브" },
    { word: /롤 아웃|롤 백/, say: "롤아웃, 롤백" },
    { word: /(?<!니)다[.!?](?=\s|$)/, say: "~합니다, ~하세요" },
  ],
};

/** Words of a lesson's text that the course does not use. Class terms may stand in `{class term|official term}` , and in then-now, which is about them. */
export function lintWords(text: LessonText): readonly WordProblem[] {
  return placesOf(text).flatMap(([place, words]) => {
    const plain = words.replace(/`[^`]*`/g, "").replace(/\{[^{}|]*\|([^{}]*)\}/g, "$1");
    return RULES[text.language].flatMap(({ word, say }) => {
      const found = word.exec(plain)?.[0];
      return found === undefined ? [] : [{ place, message: `"${found}": say ${say}` }];
    });
  });
}

function placesOf(text: LessonText): readonly (readonly [string, string])[] {
  return [
    ["title", text.title],
    ["objective", text.objective],
    ["debrief", text.debrief],
    ...Object.entries(text.steps).flatMap(([id, { title, say, caption, hints, notes, chips }]) => [
      [`step ${id} title`, title] as const,
      [`step ${id}`, say] as const,
      [`step ${id} caption`, caption ?? ""] as const,
      [`step ${id} notes`, notes ?? ""] as const,
      ...hints.map((hint, i) => [`step ${id} hint ${i + 1}`, hint] as const),
      ...Object.values(chips).map((chip) => [`step ${id} chip`, chip] as const),
    ]),
    ...Object.entries(text.predictions).flatMap(([id, { question, why, options }]) => [
      [`predict ${id}`, question] as const,
      [`predict ${id} why`, why] as const,
      ...Object.values(options).map((option) => [`predict ${id} option`, option] as const),
    ]),
    ...Object.entries(text.forbid).map(([id, say]) => [`forbid ${id}`, say] as const),
    ...Object.entries(text.worlds).flatMap(([id, { title, subtitle }]) => [
      [`world ${id}`, `${title} ${subtitle}`] as const,
    ]),
  ];
}
