// Verifies one webhook as a receiver does. Arguments: secret, headers as JSON; the body comes by standard input.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const [secret, headers] = process.argv.slice(2);
const event = new Webhook(secret).verify(readFileSync(0, "utf8"), JSON.parse(headers));

console.log(JSON.stringify(event));
