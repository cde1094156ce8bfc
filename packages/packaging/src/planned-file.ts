/** Where one file of a bundle comes from. Paths are relative to the repository's root, targets to the link. */
export type PlannedFile =
  | { readonly kind: "copy"; readonly path: string; readonly source: string }
  | { readonly kind: "text"; readonly path: string; readonly text: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string };
