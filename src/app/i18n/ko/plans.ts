import type { plans as english } from "../en/plans.ts";

/** Korean texts of class plans. */
export const plans = {
  "plan.about": "소개",
  "plan.back": "레슨 모두 보기",
  "plan.begin": "수업 시작",
  "plan.from": "여기부터",
  "plan.homework": "숙제",
  "plan.link": "학생용 링크 복사",
  "plan.linkCopied": "링크를 복사했습니다.",
  "plan.linkOf": "{title} 레슨 링크",
  "plan.minutes": "{minutes}분",
  "plan.open": "수업 계획 파일 열기",
  "plan.opened": "직접 연 수업 계획입니다. 이 페이지를 닫을 때까지 열려 있습니다.",
  "plan.part": "수업의 한 부분",
  "plan.parts": "순서",
  "plan.place": "{part} / {parts}",
  "plan.print": "인쇄",
  "plan.refused": "이 수업 계획을 열 수 없습니다: {problem}",
  "plan.save": "파일로 저장해서 고치기",
  "plan.shelf": "선생님께: 바로 쓰는 수업 계획",
  "plan.shelfHint": "레슨의 몇 단계나 화면에 띄울 몇 줄로 이어지고, 할 말은 둘째 창에 나옵니다.",
  "plan.lessons": "레슨 {count}개",
  "plan.unknown": "{id} 수업 계획은 없습니다. 아래에서 골라 보세요.",
} satisfies Record<keyof typeof english, string>;
