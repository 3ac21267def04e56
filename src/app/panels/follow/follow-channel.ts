const NAME = "podyard-follow";

/** Where a class stands, for the pages of pupils. */
export interface ClassPlace {
  /** Id of the lesson; "" while the teacher talks. */
  readonly lesson: string;
  /** Step, counted from one. */
  readonly step: number;
  /** What the wall says. */
  readonly title: string;
}

/** Messages between the pages of one browser; nothing goes through a server. */
type FollowMessage =
  | { readonly kind: "place"; readonly place: ClassPlace }
  | { readonly kind: "hello" }
  | { readonly kind: "over" };

/** The teacher's side: tells where the class stands, again when another page says hello. */
export class ClassLeader {
  private readonly channel = new BroadcastChannel(NAME);
  private last: ClassPlace | null = null;

  constructor() {
    this.channel.onmessage = ({ data }: MessageEvent<FollowMessage>) => {
      if (data.kind === "hello" && this.last) this.tell(this.last);
    };
  }

  tell(place: ClassPlace): void {
    this.last = place;
    this.channel.postMessage({ kind: "place", place } satisfies FollowMessage);
  }

  close(): void {
    this.channel.postMessage({ kind: "over" } satisfies FollowMessage);
    this.channel.close();
  }
}

/** The pupil's side. */
export class ClassFollower {
  private readonly channel = new BroadcastChannel(NAME);

  constructor(onPlace: (place: ClassPlace | null) => void) {
    this.channel.onmessage = ({ data }: MessageEvent<FollowMessage>) => {
      if (data.kind === "place") onPlace(data.place);
      if (data.kind === "over") onPlace(null);
    };
    this.channel.postMessage({ kind: "hello" } satisfies FollowMessage);
  }

  close(): void {
    this.channel.close();
  }
}

/** Whether a pupil's page has to go somewhere else: another lesson, or a later step. A pupil who is ahead is not called back. */
export function isBehind(
  place: ClassPlace,
  here: { readonly lesson: string; readonly step: number },
): boolean {
  if (place.lesson === "") return false;
  return place.lesson !== here.lesson || place.step > here.step;
}

/** A link that leads a pupil to where the class stands, and from there along with it. */
export function pupilLink(
  page: string,
  { place, language }: { readonly place: ClassPlace; readonly language: string },
): string {
  const query = new URLSearchParams({ lang: language, follow: "1" });
  if (place.lesson !== "") {
    query.set("lesson", place.lesson);
    if (place.step > 1) query.set("step", String(place.step));
  }
  return `${page}?${query.toString()}`;
}
