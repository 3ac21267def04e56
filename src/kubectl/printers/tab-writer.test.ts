import { expect, test } from "vitest";
import { DESCRIBE_LAYOUT, TABLE_LAYOUT, TabWriter } from "./tab-writer.ts";

function aligned(layout: typeof TABLE_LAYOUT, text: string): string {
  const writer = new TabWriter(layout);
  writer.write(text);
  return writer.flush();
}

test("a table's last column is not padded, others are three apart and six wide at least", () => {
  expect(aligned(TABLE_LAYOUT, "NAME\tA\tAGE\nweb-1\tx\t5s\n")).toBe(
    "NAME    A     AGE\nweb-1   x     5s\n",
  );
});

test("columns of neighbouring lines align; a line without tabs ends them", () => {
  expect(aligned(DESCRIBE_LAYOUT, "a:\t1\nlonger:\t2\nbreak\nb:\t3\n")).toBe(
    "a:       1\nlonger:  2\nbreak\nb:  3\n",
  );
});

test("an empty last cell leaves the padding of the one before", () => {
  expect(aligned(TABLE_LAYOUT, "NAME\tAPP\nx\t\n")).toBe("NAME   APP\nx      \n");
});

test("a table keeps its widths over flushes until told to forget", () => {
  const writer = new TabWriter(TABLE_LAYOUT);
  writer.write("long-name\tA\n");
  writer.flush();
  writer.write("x\tB\n");
  expect(writer.flush()).toBe("x           B\n");
  writer.forgetWidths();
  writer.write("x\tB\n");
  expect(writer.flush()).toBe("x     B\n");
});
