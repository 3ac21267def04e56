import { describe, expect, test } from "vitest";
import { readRequest } from "./embed-messages.ts";

describe("messages of the page around the frame", () => {
  test.each([
    ["play", { type: "play" }, { type: "play" }],
    ["seek", { type: "seek", at: 42_000 }, { type: "seek", at: 42_000 }],
    ["speed", { type: "speed", factor: 0.25 }, { type: "speed", factor: 0.25 }],
    ["apply", { type: "apply", yaml: "kind: Pod" }, { type: "apply", yaml: "kind: Pod" }],
    [
      "select, in the default namespace unless told",
      { type: "select", kind: "Pod", name: "web", more: 1 },
      { type: "select", kind: "Pod", name: "web", namespace: "default" },
    ],
    ["language", { type: "lang", language: "ko" }, { type: "lang", language: "ko" }],
  ])("%s", (_name, message, request) => {
    expect(readRequest({ podyard: 1, ...message })).toEqual({ ok: true, request });
  });

  test.each([
    ["a text", "play"],
    ["nothing", null],
    ["no mark", { type: "play" }],
    ["another version", { podyard: 2, type: "play" }],
  ])("%s is not meant for us", (_name, message) => {
    expect(readRequest(message)).toBeNull();
  });

  test.each([
    [{ type: "explode" }, "type must be one of play"],
    [{ type: "seek", at: -1 }, "at must be virtual milliseconds"],
    [{ type: "seek", at: Number.NaN }, "at must be virtual milliseconds"],
    [{ type: "seek", at: "42s" }, "at must be virtual milliseconds"],
    [{ type: "speed", factor: 1000 }, "factor must be a number from 0.1 to 100"],
    [{ type: "apply", yaml: "x".repeat(100_001) }, "at most 100000 characters"],
    [{ type: "select", kind: "Secret", name: "a" }, "kind must be one of Pod"],
    [{ type: "select", kind: "Pod", name: 1 }, "name and namespace must be texts"],
    [{ type: "lang", language: "de" }, "language must be en or ko"],
    [{ type: "toString" }, "type must be one of"],
  ])("%j is refused in words", (message, words) => {
    expect(readRequest({ podyard: 1, ...message })).toMatchObject({
      ok: false,
      message: expect.stringContaining(words) as string,
    });
  });
});
