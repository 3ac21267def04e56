import { blocksOf, chooseTerms, runsOf, type Run } from "#app/lesson/marks.ts";
import { useShell } from "#app/state/shell-state.ts";

/** Text of a lesson: paragraphs, lists, bold, code, and the words that the learner chose. */
export function Marked({ children }: { readonly children: string }) {
  const classTerms = useShell((state) => state.classTerms);
  return (
    <>
      {blocksOf(chooseTerms(children, { classTerms })).map((block, index) =>
        block.type === "list" ? (
          <ul key={index} className="marked-list">
            {block.items.map((runs, place) => (
              <li key={place}>
                <Runs runs={runs} />
              </li>
            ))}
          </ul>
        ) : block.type === "code" ? (
          <pre key={index} className="marked-code" tabIndex={0}>
            <code>{block.text}</code>
          </pre>
        ) : (
          <p key={index}>
            <Runs runs={block.runs} />
          </p>
        ),
      )}
    </>
  );
}

/** One line of such text. */
export function MarkedLine({ children }: { readonly children: string }) {
  const classTerms = useShell((state) => state.classTerms);
  return <Runs runs={runsOf(chooseTerms(children, { classTerms }))} />;
}

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return emphasized(runs).map(({ strong, parts }, index) => {
    const words = parts.map(({ code, text }, place) =>
      code ? <code key={place}>{text}</code> : <span key={place}>{text}</span>,
    );
    return strong ? <strong key={index}>{words}</strong> : <span key={index}>{words}</span>;
  });
}

/** Neighbours of one weight together: a bold sentence with a command in it is read as one. */
function emphasized(
  runs: readonly Run[],
): readonly { readonly strong: boolean; readonly parts: readonly Run[] }[] {
  const groups: { strong: boolean; parts: Run[] }[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.strong === run.strong) last.parts.push(run);
    else groups.push({ strong: run.strong, parts: [run] });
  }
  return groups;
}
