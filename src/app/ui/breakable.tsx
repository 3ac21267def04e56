import { Fragment } from "react";

/** Shorter words have room on any line. */
const LONG_WORD = 18;

/** A sentence whose long names break behind a slash, a colon or a dot, and not in the middle of a word. */
export function Breakable({ children }: { readonly children: string }) {
  return children
    .split(/(\S{18,})/)
    .map((part, index) => (
      <Fragment key={index}>
        {part.length < LONG_WORD ? part : <LongWord>{part}</LongWord>}
      </Fragment>
    ));
}

function LongWord({ children }: { readonly children: string }) {
  return children.split(/(?<=[/:.])/).map((piece, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
