import { useRef } from "react";
import { useText } from "#app/state/hooks.ts";
import { Icon } from "#app/ui/icon.tsx";

interface CopyFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly copyLabel: string;
  readonly isMain?: boolean;
  readonly onSaid: (sentence: string) => void;
}

/** A text to take along: to copy by one button, or by hand where the browser does not allow that. */
export function CopyField({ id, label, value, copyLabel, isMain, onSaid }: CopyFieldProps) {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      onSaid(text("share.copied"));
    } catch {
      // Without the right to the clipboard the person can still copy by hand.
      field.current?.select();
      onSaid(text("share.copyFailed"));
    }
  };
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div>
        <input
          id={id}
          ref={field}
          className="code"
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
        />
        <button
          type="button"
          className={isMain ? "button button-primary" : "button"}
          data-action={isMain ? "copy-link" : `copy-${id}`}
          aria-label={isMain ? undefined : `${copyLabel}: ${label}`}
          onClick={() => void copy()}
        >
          <Icon name="copy" />
          {copyLabel}
        </button>
      </div>
    </>
  );
}
