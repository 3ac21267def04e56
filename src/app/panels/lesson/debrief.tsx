import { useText } from "#app/state/hooks.ts";
import type { LessonText } from "#protocol/lesson.ts";
import { Marked, MarkedLine } from "./marked.tsx";

/** After the lesson: why it worked, then and now, and where to read on. */
export function Debrief({ words }: { readonly words: LessonText }) {
  const text = useText();
  return (
    <section className="lesson-debrief" aria-labelledby="lesson-debrief">
      <h3 id="lesson-debrief">{text("lesson.debrief")}</h3>
      <Marked>{words.debrief}</Marked>
      {words.thenNow.length > 0 && (
        <>
          <h3>{text("lesson.thenNow")}</h3>
          <ul className="then-now">
            {words.thenNow.map(({ then, now, say }) => (
              <li key={then}>
                <p className="then-now-words">
                  <span className="muted">{text("lesson.then")}</span> <strong>{then}</strong>
                  <span aria-hidden="true">→</span>
                  <span className="muted">{text("lesson.now")}</span> <strong>{now}</strong>
                </p>
                <p>
                  <MarkedLine>{say}</MarkedLine>
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="muted">
        {text("lesson.official")}: <cite>{words.official}</cite>
      </p>
    </section>
  );
}
