import { createElement, lazy, Suspense, type ComponentType } from "react";

/** A part of the page that is fetched when it is first shown; until then its place is empty. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await load() }));
  return function Later(props: Props) {
    return <Suspense fallback={null}>{createElement(Part, props)}</Suspense>;
  };
}
