import { fileURLToPath } from "node:url";

// This file stands directly below `src` or `dist`, so both find the same folders beside them.

/** Where the migrations are, in a checkout and in a release bundle. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL("../migrations/", import.meta.url));

/** Where the static files are, in a checkout and in a release bundle. */
export const PUBLIC_FOLDER = fileURLToPath(new URL("../public/", import.meta.url));
