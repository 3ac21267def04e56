import { useStore } from "zustand";
import {
  classReports,
  dropReport,
  handsOf,
  type ClassReport,
  type ReportedPart,
} from "#app/lesson/class-report.ts";
import { reportMarkdown } from "#app/lesson/report-markdown.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { Icon } from "#app/ui/icon.tsx";
import { saveFile } from "#app/ui/save-file.ts";
import "./plan-report.css";

/** What was predicted and what came, in every class that was given from this plan. */
export function PlanReports({ plan }: { readonly plan: string }) {
  const text = useText();
  const reports = useStore(classReports).filter((report) => report.plan === plan);
  if (reports.length === 0) return null;
  return (
    <section className="plan-reports" aria-label={text("report.title")}>
      <h3>{text("report.title")}</h3>
      {reports.map((report, index) => (
        <details key={report.beganAt} open={index === 0}>
          <Report report={report} />
        </details>
      ))}
    </section>
  );
}

function Report({ report }: { readonly report: ClassReport }) {
  const text = useText();
  const language = useYard((state) => state.language);
  const began = new Date(report.beganAt).toLocaleString(language === "ko" ? "ko-KR" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  });
  return (
    <>
      <summary>{text("report.of", { began })}</summary>
      <ol className="report-parts">
        {report.parts.map((part) => (
          <Part key={part.index} part={part} />
        ))}
      </ol>
      <p className="report-actions">
        <button
          type="button"
          className="button"
          data-report="save"
          onClick={() =>
            saveFile(
              `${report.plan}-report.md`,
              reportMarkdown(report, { language, began }),
              "text/markdown",
            )
          }
        >
          <Icon name="download" size={16} />
          {text("report.save")}
        </button>
        <button
          type="button"
          className="button"
          data-report="drop"
          onClick={() => dropReport(report.beganAt)}
        >
          {text("report.drop")}
        </button>
      </p>
    </>
  );
}

const MINUTE_MS = 60_000;

function Part({ part }: { readonly part: ReportedPart }) {
  const text = useText();
  const language = useYard((state) => state.language);
  const shown = Math.max(1, Math.round(part.shownMs / MINUTE_MS));
  return (
    <li>
      <p>
        <strong>
          {part.index + 1}. {part.title[language]}
        </strong>{" "}
        <span className="muted">{text("report.took", { shown, planned: part.planned })}</span>
      </p>
      {part.answers.map((answer) => {
        const { all, right } = handsOf(answer);
        return (
          <table key={answer.key}>
            <caption>{answer.question}</caption>
            <thead>
              <tr>
                <th scope="col">{text("report.answer")}</th>
                <th scope="col">{text("report.hands")}</th>
              </tr>
            </thead>
            <tbody>
              {answer.options.map((option) => (
                <tr key={option.text} data-came={option.text === answer.came}>
                  <td>
                    {option.text}
                    {option.text === answer.came && <em> {text("report.came")}</em>}
                  </td>
                  <td>{option.hands}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <td colSpan={2}>{text("report.right", { right, all })}</td>
              </tr>
            </tfoot>
          </table>
        );
      })}
    </li>
  );
}
