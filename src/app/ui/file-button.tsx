import { useRef } from "react";
import { Icon } from "./icon.tsx";

/** A button that lets a person choose a file of their own; choosing the same file again counts anew. */
export function FileButton({
  label,
  accept,
  testId,
  onFile,
}: {
  readonly label: string;
  readonly accept: string;
  readonly testId: string;
  readonly onFile: (file: File) => Promise<void>;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        <Icon name="upload" size={16} />
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        data-testid={testId}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) void onFile(file);
          target.value = "";
        }}
      />
    </>
  );
}
