import { textOf } from "#app/i18n/text.ts";
import type { LessonLanguage } from "#protocol/lesson.ts";
import { handsOf, type ClassReport, type ReportedAnswer } from "./class-report.ts";

const MINUTE_MS = 60_000;

/** The report of a class as a file that people read and keep. */
export function reportMarkdown(
  { title, parts }: ClassReport,
  { language, began }: { readonly language: LessonLanguage; readonly began: string },
): string {
  const lines = parts.flatMap((part) => {
    const shown = Math.max(1, Math.round(part.shownMs / MINUTE_MS));
    return [
      `## ${part.index + 1}. ${part.title[language]}`,
      "",
      textOf(language, "report.took", { shown, planned: part.planned }),
      "",
      ...part.answers.flatMap((answer) => answerLines(answer, language)),
    ];
  });
  return [`# ${title[language]}`, "", textOf(language, "report.of", { began }), "", ...lines].join(
    "\n",
  );
}

function answerLines(answer: ReportedAnswer, language: LessonLanguage): readonly string[] {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const { all, right } = handsOf(answer);
  return [
    `**${answer.question}**`,
    "",
    `| ${textOf(language, "report.answer")} | ${textOf(language, "report.hands")} |`,
    "| --- | ---: |",
    ...answer.options.map(({ text, hands }) => {
      const came = text === answer.came ? ` **${textOf(language, "report.came")}**` : "";
      return `| ${cell(text)}${came} | ${hands} |`;
    }),
    "",
    textOf(language, "report.right", { right, all }),
    "",
  ];
}
