/**
 * Lets a process live on when its log cannot be written: on a full disk each line fails, as an event that would otherwise
 * end the process. What is written once there is room again is logged again.
 */
export function surviveFullDisk(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}
