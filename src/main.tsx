import "#app/theme/theme.css";
import "#app/ui/ui.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "#app/App.tsx";
import { readAddressQuery } from "#app/state/address-query.ts";
import { startPage } from "#app/start-page.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const { notes, lang } = readAddressQuery(location.search).query;

if (notes)
  void import("#app/panels/lesson-present/notes-page.tsx").then(({ NotesPage }) =>
    createRoot(root).render(<NotesPage language={lang ?? "en"} />),
  );
else
  void startPage().then(({ world, shell, session }) => {
    createRoot(root).render(
      <StrictMode>
        <App world={world} shell={shell} session={session} />
      </StrictMode>,
    );
  });
