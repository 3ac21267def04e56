/** Particles whose form hangs on the sound before them: after a consonant, after a vowel. */
const PAIRS = [
  ["을", "를"],
  ["이", "가"],
  ["은", "는"],
  ["과", "와"],
  ["으로", "로"],
] as const;

const FORMS: ReadonlyMap<string, (typeof PAIRS)[number]> = new Map(
  PAIRS.flatMap((pair) => {
    const [closed, open] = pair;
    const both = closed === "으로" ? "(으)로" : `${closed}(${open})`;
    return [closed, open, both].map((form) => [form, pair] as const);
  }),
);

/** A place of a text with what stands behind it: closing signs and perhaps a particle that ends its word. */
export const PLACE =
  /\{(\w+)\}([”’"')]*)((?:을\(를\)|이\(가\)|은\(는\)|과\(와\)|\(으\)로|으로|[을를이가은는과와로])(?=[\s.,:;!?]|$))?/g;

/** The particle in the form that fits a word; as it was written when nobody can tell how the word is spoken. */
export function particleAfter(word: string, written: string): string {
  const pair = FORMS.get(written);
  const sound = pair ? finalSound(word) : undefined;
  if (!pair || sound === undefined) return written;
  const [closed, open] = pair;
  const isOpen = sound === "" || (sound === "ㄹ" && closed === "으로");
  return isOpen ? open : closed;
}

type Sound = "" | "ㄹ" | "other";

/** How the last digit is spoken: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS: readonly Sound[] = ["other", "ㄹ", "", "other", "", "", "other", "ㄹ", "ㄹ", ""];
/** Letters whose Korean names end in a consonant: 엘 엠 엔 알. */
const LETTERS: Readonly<Record<string, Sound>> = { l: "ㄹ", m: "other", n: "other", r: "ㄹ" };
const RIEUL = 8;

/** The consonant that a word ends with when spoken in Korean; undefined when it cannot be told. */
function finalSound(word: string): Sound | undefined {
  const last = word.at(-1) ?? "";
  if (/[가-힣]/.test(last)) {
    const final = ((last.codePointAt(0) ?? 0) - 0xac00) % 28;
    return final === 0 ? "" : final === RIEUL ? "ㄹ" : "other";
  }
  if (/\d/.test(last)) return DIGITS[Number(last)];
  const [token] = /[a-z0-9]+$/.exec(word.toLowerCase()) ?? [];
  if (token === undefined) return undefined;
  // Parts of generated names are spelt out.
  if (/\d/.test(token) || !/[aeiouy]/.test(token)) return LETTERS[token.at(-1) ?? ""] ?? "";
  return soundOfEnglish(token);
}

/** English words as Koreans speak them: 롤, 볼륨, 셋, 앱 end in a consonant; 노드, 포트, 이미지, 디스크 do not. */
function soundOfEnglish(word: string): Sound {
  if (/l(le|e)?$/.test(word)) return "ㄹ";
  if (/(?:[aeiou][mn]e|[mn]|ng)$/.test(word)) return "other";
  return /(?:[aeiouy]t|p|b|[aeiouc]k|ic)$/.test(word) ? "other" : "";
}
