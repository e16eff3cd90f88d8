// Fetches a picture as a product does that knows an e-mail address only: the address of the picture
// is made by the library, and nothing here knows how. Arguments: server, e-mail, options as JSON.
import gravatar from "gravatar";

const [server, email, options] = process.argv.slice(2);
const address = gravatar.url(email, { ...JSON.parse(options), cdn: server });
const answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(20_000) });
const body = Buffer.from(await answer.arrayBuffer());

console.log(
  JSON.stringify({
    address,
    status: answer.status,
    type: answer.headers.get("content-type"),
    etag: answer.headers.get("etag"),
    body: body.toString("base64"),
  }),
);
