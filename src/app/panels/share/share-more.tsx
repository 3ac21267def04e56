import { useText, useYard } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { QrToggle } from "#app/ui/qr-toggle.tsx";
import { CopyField } from "./copy-field.tsx";

interface ShareMoreProps {
  /** Link to this moment; "" when it is too long for one. */
  readonly moment: string;
  readonly onSaid: (sentence: string) => void;
}

/** For a class: the lesson from its beginning as a short link, the frame for a page of one's own, and a code for phones. */
export function ShareMore({ moment, onSaid }: ShareMoreProps) {
  const text = useText();
  const language = useYard((state) => state.language);
  const open = useShell((state) => state.lesson);
  const page = `${location.origin}${location.pathname}`;
  const definition = open?.lesson.definition;
  const words = open?.texts[language];
  // A lesson of one's own is known to its own link alone.
  const lesson = definition?.track === "own" ? "" : (definition?.id ?? "");
  const pupils = lesson === "" ? "" : `${page}?lesson=${lesson}&lang=${language}`;
  const frame =
    lesson === ""
      ? moment.replace(page, `${page}?embed=1`)
      : `${page}?embed=1&lesson=${lesson}&lang=${language}`;
  const title = words ? `Podyard: ${words.title}` : "Podyard";
  const shown = pupils === "" ? moment : pupils;
  if (shown === "") return null;
  return (
    <div className="share-link">
      {pupils !== "" && (
        <CopyField
          id="share-pupils"
          label={text("share.pupils")}
          value={pupils}
          copyLabel={text("share.copyShort")}
          onSaid={onSaid}
        />
      )}
      <CopyField
        id="share-frame"
        label={text("share.frame")}
        value={`<iframe src="${frame}" title="${title}" width="960" height="540"></iframe>`}
        copyLabel={text("share.copyShort")}
        onSaid={onSaid}
      />
      <div>
        <QrToggle link={shown} />
      </div>
    </div>
  );
}
