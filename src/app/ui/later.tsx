import {
  createElement,
  useLayoutEffect,
  useState,
  type ComponentType,
  type ReactNode,
} from "react";

/** A part of the page that is fetched when it is first shown. */
export interface LaterPart<Props extends object> {
  (props: Props): ReactNode;
  /** Fetches it ahead: what is here already is shown at once. */
  prepare(): Promise<void>;
}

/**
 * Makes a part that is fetched when it is first shown; until then its place is empty, or says that one has to wait.
 * Without Suspense, which holds everything back that comes within 300 ms of what it showed last.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType = Nothing,
): LaterPart<Props> {
  let loaded: ComponentType<Props> | undefined;
  async function prepare(): Promise<void> {
    loaded ??= await load();
  }
  function Later(props: Props) {
    const [part, show] = useState(() => loaded);
    useLayoutEffect(() => {
      if (part) return undefined;
      let isWanted = true;
      void prepare().then(() => isWanted && show(() => loaded));
      return () => {
        isWanted = false;
      };
    }, [part]);
    return part ? createElement(part, props) : createElement(Waiting);
  }
  return Object.assign(Later, { prepare });
}

function Nothing() {
  return null;
}
