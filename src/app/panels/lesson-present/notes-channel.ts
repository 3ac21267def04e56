import type { LessonLanguage } from "#protocol/lesson.ts";

const NAME = "podyard-notes";

/** What the presenter's second window shows. Plain words: it needs no lesson of its own. */
export interface PresenterNotes {
  readonly language: LessonLanguage;
  readonly title: string;
  /** `2 / 5`. */
  readonly place: string;
  readonly caption: string;
  readonly notes: string;
  readonly next: string;
  readonly clock: string;
  /** The part of the class that is being given. */
  readonly part?: PartNotes;
}

/** What the plan of the class says about one of its parts. */
export interface PartNotes {
  readonly title: string;
  /** `3 / 16`. */
  readonly place: string;
  /** `24–32`: minutes since the class began. */
  readonly minutes: string;
  readonly say: string;
}

/** Messages between the two windows of one browser; nothing goes through a server. */
type NotesMessage =
  | { readonly kind: "notes"; readonly notes: PresenterNotes }
  | { readonly kind: "hello" }
  | { readonly kind: "go"; readonly by: 1 | -1 };

/** The presenting side: tells its notes, again when a second window says hello, and is told to go on. */
export class NotesSender {
  private readonly channel = new BroadcastChannel(NAME);
  private last: PresenterNotes | null = null;

  constructor(onGo: (by: 1 | -1) => void) {
    this.channel.onmessage = ({ data }: MessageEvent<NotesMessage>) => {
      if (data.kind === "hello" && this.last) this.tell(this.last);
      if (data.kind === "go") onGo(data.by);
    };
  }

  tell(notes: PresenterNotes): void {
    this.last = notes;
    this.channel.postMessage({ kind: "notes", notes } satisfies NotesMessage);
  }

  close(): void {
    this.channel.close();
  }
}

/** The second window's side. */
export class NotesReceiver {
  private readonly channel = new BroadcastChannel(NAME);

  constructor(onNotes: (notes: PresenterNotes) => void) {
    this.channel.onmessage = ({ data }: MessageEvent<NotesMessage>) => {
      if (data.kind === "notes") onNotes(data.notes);
    };
    this.channel.postMessage({ kind: "hello" } satisfies NotesMessage);
  }

  go(by: 1 | -1): void {
    this.channel.postMessage({ kind: "go", by } satisfies NotesMessage);
  }

  close(): void {
    this.channel.close();
  }
}
