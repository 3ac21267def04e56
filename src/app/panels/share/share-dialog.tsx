import { useEffect, useRef, useState, type ChangeEvent } from "react";
import type { Scenario } from "#protocol/scenario.ts";
import { decodeFile, decodeScenario } from "#share/decode.ts";
import { encodeFile, encodeScenario, holdsSecret, MAX_LINK_CHARS } from "#share/encode.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { clockText } from "#app/ui/clock.ts";
import { Dialog } from "#app/ui/dialog.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { CopyField } from "./copy-field.tsx";
import { ShareMore } from "./share-more.tsx";
import "./share-dialog.css";

const MAX_FILE_BYTES = 8_000_000;

/** This moment as a link or a file, and the way back in. */
export function ShareDialog() {
  const text = useText();
  const shell = useShellHandle();
  const world = useWorld();
  const [scenario, setScenario] = useState<Scenario | null>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    let current = true;
    // Whoever opens the link should find this very moment: the clock waits.
    void world.scenario().then((now) => current && setScenario({ ...now, playing: false }));
    return () => {
      current = false;
    };
  }, [world]);
  return (
    <Dialog
      title={text("share.title")}
      closeLabel={text("share.close")}
      onClose={() => shell.setState({ dialog: null })}
    >
      <p className="muted">{text("share.intro")}</p>
      {scenario ? (
        <ShareLink scenario={scenario} onSaid={setSaid} />
      ) : (
        <p>{text("share.loading")}</p>
      )}
      <ShareFile scenario={scenario} onSaid={setSaid} />
      <p role="status" className="share-said">
        {said}
      </p>
    </Dialog>
  );
}

interface PartProps<S> {
  readonly scenario: S;
  readonly onSaid: (sentence: string) => void;
}

function ShareLink({ scenario, onSaid }: PartProps<Scenario>) {
  const text = useText();
  const fragment = encodeScenario(scenario);
  const link = `${location.origin}${location.pathname}#${fragment}`;
  const tooLong = fragment.length > MAX_LINK_CHARS;
  return (
    <>
      {holdsSecret(scenario) && (
        <p className="share-warning">
          <Icon name="warning" />
          {text("share.secret")}
        </p>
      )}
      {tooLong ? (
        <p className="share-warning" data-testid="too-long">
          <Icon name="warning" />
          {text("share.tooLong", { count: fragment.length, limit: MAX_LINK_CHARS })}
        </p>
      ) : (
        <div className="share-link">
          <CopyField
            id="share-link"
            label={text("share.link", { at: clockText(scenario.at) })}
            value={link}
            copyLabel={text("share.copy")}
            isMain
            onSaid={onSaid}
          />
          <span className="muted">{text("share.size", { count: link.length })}</span>
        </div>
      )}
      <ShareMore moment={tooLong ? "" : link} onSaid={onSaid} />
    </>
  );
}

function ShareFile({ scenario, onSaid }: PartProps<Scenario | null>) {
  const text = useText();
  const session = useSession();
  const shell = useShellHandle();
  const input = useRef<HTMLInputElement>(null);
  const download = () => {
    if (!scenario) return;
    const url = URL.createObjectURL(new Blob([encodeFile(scenario)], { type: "application/json" }));
    const anchor = Object.assign(document.createElement("a"), {
      href: url,
      download: "session.podyard.json",
    });
    anchor.click();
    URL.revokeObjectURL(url);
  };
  const open = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    target.value = "";
    if (!file) return;
    const content = file.size > MAX_FILE_BYTES ? "" : await file.text();
    const decoded = content.startsWith("s1.")
      ? decodeScenario(content.trim())
      : decodeFile(content);
    if (!decoded.ok) {
      onSaid(`${text("share.problem", { message: decoded.problem })} ${text("share.problemHint")}`);
      return;
    }
    await session.openScenario(decoded.scenario);
    shell.setState({ dialog: null });
  };
  return (
    <div className="share-file" role="group" aria-label={text("share.files")}>
      <button type="button" className="button" disabled={!scenario} onClick={download}>
        <Icon name="download" />
        {text("share.download")}
      </button>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        <Icon name="upload" />
        {text("share.drop")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,.podyard.json,application/json"
        aria-label={text("share.drop")}
        data-testid="open-file"
        onChange={(event) => void open(event)}
      />
    </div>
  );
}
