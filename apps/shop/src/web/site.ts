/** What every page knows of the shop that serves it. */
export interface Site {
  /** Version of the release, e.g. "1.4.0". */
  readonly version: string;
  /** Name of the release that serves. */
  readonly releaseId: string;
  /** Address that shoppers see, without a trailing slash; https makes cookies Secure. */
  readonly publicUrl: string;
  /** Whether the sandbox takes the payments: its test cards are shown, and no money moves. */
  readonly isSandbox: boolean;
}

/** The shop's name. */
export const SHOP_NAME = "Harbour & Hearth";

/** Where the sandbox bank asks; followed by a slash and the challenge's id. */
export const BANK_PATH = "/sandbox-bank";
