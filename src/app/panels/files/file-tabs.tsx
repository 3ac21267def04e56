import { useState } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { starterFiles } from "#protocol/starter.ts";
import { Icon } from "#app/ui/icon.tsx";
import { useApplied } from "./use-applied.ts";
import { lineChanges } from "#app/editor/changes.ts";
import { isComposing } from "#app/ui/keys.ts";

const NAME = /^[\w][\w.-]{0,60}$/;

/** The open files by name, and how to add, rename and remove one. */
export function FileTabs() {
  const text = useText();
  const yard = useYardHandle();
  const files = useYard((state) => state.files);
  const openFile = useYard((state) => state.openFile);
  const [naming, setNaming] = useState<string | null>(null);
  const open = files.find(({ name }) => name === openFile) ?? files[0];
  const kept = useApplied(open?.name ?? "");
  const changed = kept && open ? lineChanges(kept.text, open.text).length : 0;
  const add = () => {
    const name = freeName(files.map((file) => file.name));
    yard.setPage({ files: [...files, { name, text: "" }], openFile: name });
  };
  const remove = () => {
    if (!open) return;
    const rest = files.filter((file) => file.name !== open.name);
    const left = rest.length > 0 ? rest : starterFiles("empty");
    yard.setPage({ files: left, openFile: left[0]?.name ?? "" });
  };
  const rename = (wanted: string) => {
    setNaming(null);
    const name = /\.ya?ml$/.test(wanted) ? wanted : `${wanted}.yaml`;
    if (!open || !NAME.test(wanted) || files.some((file) => file.name === name)) return;
    yard.setPage({
      files: files.map((file) => (file.name === open.name ? { ...file, name } : file)),
      openFile: name,
    });
  };
  return (
    <div className="file-tabs">
      <div className="file-names" role="group" aria-label={text("files.list")}>
        {files.map(({ name }) =>
          naming !== null && name === open?.name ? (
            <input
              key={name}
              className="file-rename code"
              autoFocus
              value={naming}
              aria-label={text("files.rename")}
              onChange={(event) => setNaming(event.target.value)}
              onBlur={() => rename(naming)}
              onKeyDown={(event) => {
                if (isComposing(event)) return;
                if (event.key === "Enter") rename(naming);
                if (event.key === "Escape") setNaming(null);
              }}
            />
          ) : (
            <button
              key={name}
              type="button"
              className="file-name code"
              aria-pressed={name === open?.name}
              title={text("files.renameHint")}
              onClick={() => yard.setPage({ openFile: name })}
              onDoubleClick={() => setNaming(name)}
              onKeyDown={(event) => event.key === "F2" && setNaming(name)}
            >
              {name}
            </button>
          ),
        )}
      </div>
      {changed > 0 && (
        <span className="file-changed">
          {text(changed === 1 ? "files.changedOne" : "files.changedMany", { count: changed })}
        </span>
      )}
      <span className="file-tools">
        <button
          type="button"
          className="icon-button"
          aria-label={text("files.add")}
          title={text("files.add")}
          onClick={add}
        >
          <Icon name="plus" size={16} />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={text("files.remove")}
          title={text("files.remove")}
          onClick={remove}
        >
          <Icon name="close" size={14} />
        </button>
      </span>
    </div>
  );
}

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "new.yaml" : `new-${number}.yaml`;
    if (!taken.includes(name)) return name;
  }
}
