/** How a release stands: all of its web processes are healthy, they may become so, or they will not. */
export type HealthAnswer =
  | { readonly kind: "healthy" }
  | { readonly kind: "waiting"; readonly detail: string }
  | { readonly kind: "hopeless"; readonly detail: string };
