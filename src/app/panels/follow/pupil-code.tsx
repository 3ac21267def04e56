import { useText, useYard } from "#app/state/hooks.ts";
import { QrPicture } from "#app/ui/qr-picture.tsx";
import { pupilLink, type ClassPlace } from "./follow-channel.ts";
import "./pupil-code.css";

/** On the wall: the code that leads a phone to where the class stands, and the same to be typed. */
export function PupilCode({ place }: { readonly place: ClassPlace }) {
  const text = useText();
  const language = useYard((state) => state.language);
  const link = pupilLink(`${location.origin}${location.pathname}`, { place, language });
  return (
    <section className="pupil-code" aria-label={text("follow.code")}>
      <h2>{text("follow.code")}</h2>
      <QrPicture text={link} label={text("share.qrOf", { link })} />
      <p className="code">{link}</p>
    </section>
  );
}
