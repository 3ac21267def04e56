import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Width and height of an element's inside, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place for an element, and its size, followed as it changes. */
export function useSize<Element extends HTMLElement>(): [RefObject<Element | null>, Size] {
  const element = useRef<Element>(null);
  return [element, useSizeOf(element)];
}

/** The size of an element that something else holds, followed as it changes. */
export function useSizeOf(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setSize({ width: target.clientWidth, height: target.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
