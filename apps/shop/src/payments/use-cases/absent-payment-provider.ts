import { Unavailable } from "../../platform/unavailable.ts";
import type { PaymentProvider } from "./payment-provider.ts";

/**
 * Stands where payments are meant to be real and no real provider is built in: takes no card and charges nothing, so
 * that no order is given away for a test card. What the sandbox began before the switch is still brought to its end.
 */
export function createAbsentPaymentProvider(sandbox: PaymentProvider): PaymentProvider {
  const refuse = async (): Promise<never> => {
    throw new Unavailable("no real payment provider is built into this release");
  };
  return { ...sandbox, createToken: refuse, isTokenUsable: refuse, charge: refuse };
}
