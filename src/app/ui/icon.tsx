import type { ReactNode } from "react";

const SHAPES = {
  start: <path d="M5 4v12M16 4.5v11L7.5 10z" />,
  back: <path d="M14 4.5v11L5.5 10z" />,
  play: <path d="M6 4l10 6-10 6z" />,
  pause: <path d="M7 4v12M13 4v12" strokeWidth="3" />,
  forward: <path d="M6 4.5v11l8.5-5.5z" />,
  skip: <path d="M4 4.5v11l6-5.5zM10 4.5v11l6-5.5zM17 4.5v11" />,
  undo: <path d="M7 4L3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 010 9H9" />,
  branch: (
    <path d="M6 7v6M6 13a2 2 0 100 4 2 2 0 000-4zM6 3a2 2 0 100 4 2 2 0 000-4zM14 3a2 2 0 100 4 2 2 0 000-4zM14 7c0 4-8 2.5-8 6" />
  ),
  share: <path d="M10 12.5V3M6.5 6L10 2.8 13.5 6M6 9.5H4.5V17h11V9.5H14" />,
  sun: (
    <path d="M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M15.7 4.3l-1.2 1.2M5.5 14.5l-1.2 1.2" />
  ),
  moon: <path d="M16.5 12A7 7 0 018 3.5 7 7 0 1016.5 12z" />,
  projector: <path d="M3 4h14v9H3zM10 13v4M6.5 17h7" />,
  chevron: <path d="M5.5 8l4.5 4.5L14.5 8" />,
  left: <path d="M12 5.5L7.5 10l4.5 4.5" />,
  right: <path d="M8 5.5l4.5 4.5L8 14.5" />,
  close: <path d="M5 5l10 10M15 5L5 15" />,
  check: <path d="M4 10.5l4 4 8-9" strokeWidth="2.5" />,
  cross: <path d="M5 5l10 10M15 5L5 15" strokeWidth="2.5" />,
  warning: <path d="M10 3.5L17.5 16h-15zM10 8v4M10 13.8v.4" />,
  power: <path d="M10 3v7M6 5.5a6.2 6.2 0 108 0" />,
  crash: (
    <path d="M10 2.5l1.6 4.3L16 5l-1.8 4.2 4 2.3-4.5.7.8 4.8-3.6-3L7.3 17l.4-4.6-5-.8 4-2.6L5 5l4.3 1.7z" />
  ),
  dice: <path d="M4 4h12v12H4zM7.2 7.2h.1M12.8 12.8h.1M10 10h.1" strokeLinejoin="round" />,
  people: <path d="M10 4a3 3 0 100 6 3 3 0 000-6zM4 17c.5-4 2.8-5.5 6-5.5s5.5 1.5 6 5.5" />,
  minus: <path d="M4 10h12" />,
  fit: <path d="M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13" />,
  legend: <path d="M4 4.5h3v3H4zM4 12.5h3v3H4zM10 6h6.5M10 14h6.5" />,
  colours: (
    <path d="M10 2.8a7.2 7.2 0 100 14.4c1.6 0 2-1 1.4-2-.8-1.2 0-2.4 1.4-2.4H15c1.4 0 2.2-1 2.2-2.6A7.2 7.2 0 0010 2.8zM6.5 10h.1M8 6.5h.1M12 6.5h.1" />
  ),
  message: <path d="M3.5 5h13v8.5H9L5.5 16.5v-3h-2zM7 9.2h6" />,
  none: null,
  plus: <path d="M10 4v12M4 10h12" />,
  copy: <path d="M7 7h9v9H7zM4 13V4h9" />,
  download: <path d="M10 3v9.5M6.5 9.5L10 12.8l3.5-3.3M4 16.5h12" />,
  upload: <path d="M10 13V3.5M6.5 6.5L10 3.2l3.5 3.3M4 16.5h12" />,
  help: (
    <path d="M7.5 7.5A2.5 2.5 0 1110 10.3V12M10 14.7v.3M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15z" />
  ),
  list: <path d="M4 5h2M4 10h2M4 15h2M8.5 5H16M8.5 10H16M8.5 15H16" />,
  files: <path d="M5 3h6l4 4v10H5zM11 3v4h4" />,
  panel: <path d="M3 4h14v12H3zM12.5 4v12" />,
  more: <path d="M5 10h.1M10 10h.1M15 10h.1" strokeWidth="3" strokeLinecap="round" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** A line drawing that says nothing by itself: the control around it carries the name. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[name]}
    </svg>
  );
}

/** The four cells of the product's sign: three full, one to come. */
export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 22 22"
      aria-hidden="true"
      focusable="false"
      style={{ color: "var(--accent)" }}
    >
      <g fill="currentColor">
        <rect x="1" y="1" width="9" height="9" rx="2.5" />
        <rect x="1" y="12" width="9" height="9" rx="2.5" />
        <rect x="12" y="12" width="9" height="9" rx="2.5" />
      </g>
      <rect
        x="13"
        y="2"
        width="7"
        height="7"
        rx="1.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
    </svg>
  );
}
