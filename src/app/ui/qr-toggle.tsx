import { useState } from "react";
import { useText } from "#app/state/hooks.ts";
import { QrPicture } from "./qr-picture.tsx";

/** A button that shows a link as a QR code, and hides it again. */
export function QrToggle({ link }: { readonly link: string }) {
  const text = useText();
  const [isShown, setIsShown] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button"
        data-action="qr"
        aria-expanded={isShown}
        onClick={() => setIsShown(!isShown)}
      >
        {text(isShown ? "share.qrHide" : "share.qr")}
      </button>
      {isShown && (
        <div className="qr-place">
          <QrPicture text={link} label={text("share.qrOf", { link })} />
        </div>
      )}
    </>
  );
}
