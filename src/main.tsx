import "#app/theme/theme.css";
import "#app/ui/ui.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "#app/App.tsx";
import { loadTexts } from "#app/i18n/text.ts";
import { readAddressQuery } from "#app/state/address-query.ts";
import { startPage } from "#app/start-page.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const { notes, lang } = readAddressQuery(location.search).query;

if (notes)
  void Promise.all([
    import("#app/panels/lesson-present/notes-page.tsx"),
    loadTexts("en", "ko"),
  ]).then(([{ NotesPage }]) => createRoot(root).render(<NotesPage language={lang ?? "en"} />));
else
  void startPage().then(({ world, shell, session }) => {
    createRoot(root).render(
      <StrictMode>
        <App world={world} shell={shell} session={session} />
      </StrictMode>,
    );
  });
