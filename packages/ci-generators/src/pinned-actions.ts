/** An action by the commit of its tag, as read from the action's own repository; the version is for people. */
export interface PinnedAction {
  readonly uses: string;
  readonly version: string;
}

/** The actions that generated workflows use. A tag can be moved, a commit cannot. */
export const PINNED_ACTIONS = {
  checkout: { uses: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1", version: "v7.0.1" },
  setupNode: { uses: "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020", version: "v7.0.0" },
  cache: { uses: "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae", version: "v5.0.5" },
  uploadArtifact: { uses: "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", version: "v7.0.0" },
  uploadSarif: {
    uses: "github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
    version: "v4.36.2",
  },
  codecov: { uses: "codecov/codecov-action@671740ac38dd9b0130fbe1cec585b89eea48d3de", version: "v5.5.2" },
} as const satisfies Record<string, PinnedAction>;
