import { startSmallApp } from "./small-app.ts";

// node small-app-main.ts RELEASE_ID [RECORD_FILE]: prints its address, then serves until it is killed.
const [releaseId = "", recordFile] = process.argv.slice(2);
const app = await startSmallApp({ releaseId, ...(recordFile === undefined ? {} : { recordFile }) });
process.stdout.write(`${app.address}\n`);
