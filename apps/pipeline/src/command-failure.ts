import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";

/** An expected failure of a command: printed as one message, without a stack, and turned into an exit code. */
export class CommandFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT_CODES.usage) {
    super(message);
    this.name = "CommandFailure";
    this.exitCode = exitCode;
  }
}
