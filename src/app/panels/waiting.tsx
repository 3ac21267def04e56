import type { TextKey } from "#app/i18n/text.ts";
import { useText } from "#app/state/hooks.ts";

/** What stands where a part of the page is still being fetched. */
export function waiting(key: TextKey): () => React.ReactNode {
  return function Waiting() {
    const text = useText();
    return <p className="dock-wait muted">{text(key)}</p>;
  };
}
