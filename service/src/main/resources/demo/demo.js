// The demo page: sends a photograph as one user of a product would, and shows what came of it.

const SUBJECT = "demo";
const AVATAR = `/v1/avatars/${SUBJECT}`;
const $ = (id) => document.getElementById(id);

let limits = {};
let token = null;
let busy = false;
let running = Promise.resolve();
let previews = 0;

/** A refusal or a fault, in words for the person in front of the page. */
class Refused extends Error {
  constructor(title, detail, code) {
    super(title);
    this.detail = detail;
    this.code = code;
  }
}

const UNREACHABLE = new Refused(
  "No answer",
  "The service could not be reached, or it closed the connection. Is ./cameo serve still running?",
);

// --- the API -----------------------------------------------------------------------------------

/** A token good for this page's user; asked for again shortly before it ends. */
async function freshToken() {
  if (token && Date.parse(token.expiresAt) - Date.now() > 30_000) return token.token;
  token = null;
  const answer = await fetch("/demo/token", { cache: "no-store" }).catch(() => { throw UNREACHABLE; });
  if (!answer.ok) throw refusal(answer.status, await answer.text());
  token = await answer.json();
  return token.token;
}

/** Calls the API; gives the status and the parsed answer, or throws a Refused. */
async function call(method, path) {
  const headers = { Authorization: `Bearer ${await freshToken()}` };
  const answer = await fetch(path, { method, headers, cache: "no-store" }).catch(() => { throw UNREACHABLE; });
  const text = await answer.text();
  if (!answer.ok) throw refusal(answer.status, text);
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

/** Sends the file's bytes as they are. fetch() cannot tell how much was sent, so this is the older way. */
async function send(file, onProgress) {
  const bearer = await freshToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", AVATAR);
    request.setRequestHeader("Authorization", `Bearer ${bearer}`);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.upload.onload = () => onProgress(1);
    request.onerror = () => reject(UNREACHABLE);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve({ status: request.status, body: JSON.parse(request.responseText) });
      } else {
        reject(refusal(request.status, request.responseText));
      }
    };
    request.send(file);
  });
}

function refusal(status, text) {
  try {
    const problem = JSON.parse(text);
    return new Refused(problem.title || `Refused (${status})`, problem.detail || "", problem.code);
  } catch {
    return new Refused(`Refused (${status})`, "The answer gives no reason.");
  }
}

// --- what is shown -----------------------------------------------------------------------------

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function say(text) {
  $("said").textContent = text;
}

function showProblem(refused) {
  const box = $("problem");
  box.replaceChildren(element("strong", { textContent: refused.message }), document.createTextNode(refused.detail || ""));
  if (refused.code) box.append(" ", element("code", { textContent: refused.code }));
  box.hidden = false;
}

function clearProblem() {
  $("problem").hidden = true;
  $("problem").replaceChildren();
}

/** The address on this very host: the page may have been opened under another name of it. */
function here(address) {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
}

/** The address of the smallest rendition of at least this many pixels. */
function rendition(avatar, pixels) {
  const sizes = Object.keys(avatar.urls || {}).map(Number).sort((a, b) => a - b);
  const size = sizes.find((each) => each >= pixels) ?? sizes.at(-1);
  if (size === undefined) return null;
  const formats = avatar.urls[size];
  return here(formats.jpg || formats.png || Object.values(formats)[0]);
}

function showAvatar(avatar) {
  const sizes = Object.keys(avatar.urls || {}).map(Number).sort((a, b) => b - a);
  const [largest, ...others] = sizes.map((size) => {
    const image = element("img", { src: rendition(avatar, size), alt: `The avatar at ${size} pixels`, width: size, height: size });
    image.style.backgroundColor = avatar.color || "";
    return element("figure", {}, image, element("figcaption", { textContent: `${size} px` }));
  });
  $("sizes").replaceChildren(...(largest ? [largest, element("div", {}, ...others)] : []));
  const stable = $("stable");
  stable.href = avatar.stable ? here(avatar.stable) : `/u/${SUBJECT}`;
  stable.textContent = avatar.stable || stable.href;
  $("sizes-part").hidden = sizes.length === 0;
  showInUse((pixels) => rendition(avatar, pixels));
}

/** Without a picture the stable address gives the generated one; the number defeats the cache. */
function showNoAvatar() {
  previews += 1;
  $("sizes-part").hidden = true;
  showInUse((pixels) => `/u/${SUBJECT}?s=${pixels}&n=${Date.now()}-${previews}`);
}

function showInUse(address) {
  $("profile").src = address(192);
  $("chat").src = address(96);
  $("chat-again").src = address(96);
}

function showAnswer(request, status, body) {
  $("request").textContent = `${request} answered ${status}`;
  $("answer").textContent = body === null ? "(no body)" : JSON.stringify(body, null, 2);
  $("answer-part").hidden = false;
}

async function showVersions() {
  const { body } = await call("GET", `${AVATAR}/versions`);
  const versions = Array.isArray(body) ? body : (body?.versions ?? []);
  const live = versions.some((version) => version.state === "LIVE");
  $("versions").replaceChildren(...versions.map(versionLine));
  $("versions-part").hidden = versions.length === 0;
  $("revert").disabled = versions.length < (live ? 2 : 1);
  $("remove").disabled = !live;
}

function versionLine(version) {
  const line = element("li", {});
  const address = rendition(version, 96);
  if (address) {
    const image = element("img", { src: address, alt: "", width: 40, height: 40 });
    // A picture that is deleted is shown to nobody until it is taken back: its colour stands for it.
    image.addEventListener("error", () => {
      const colour = element("span", { className: "swatch" });
      colour.style.backgroundColor = version.color || "";
      image.replaceWith(colour);
    });
    line.append(image);
  }
  line.append(
    element(
      "div",
      {},
      element("span", { className: version.state === "LIVE" ? "state live" : "state", textContent: version.state === "LIVE" ? "current" : "earlier" }),
      element("span", { textContent: new Date(version.createdAt).toLocaleString() }),
      element("code", { className: "quiet", textContent: version.version }),
    ),
  );
  return line;
}

// --- what can be done --------------------------------------------------------------------------

/** Runs one action at a time and shows what goes wrong in it. */
function during(action) {
  if (busy) return running;
  running = perform(action);
  return running;
}

async function perform(action) {
  busy = true;
  document.body.classList.add("busy");
  clearProblem();
  try {
    await action();
  } catch (fault) {
    say("");
    showProblem(fault instanceof Refused ? fault : new Refused("Something went wrong in this page", String(fault)));
  } finally {
    busy = false;
    document.body.classList.remove("busy");
    $("progress").hidden = true;
  }
}

async function upload(file) {
  // What is chosen while the page is still at something else comes after it; it is never left out.
  while (busy) await running;
  return during(async () => {
    if (limits.bytes && file.size > limits.bytes) {
      throw new Refused("Too large", `The file has ${megabytes(file.size)}; up to ${megabytes(limits.bytes)} are taken.`, "too-large");
    }
    const began = performance.now();
    const bar = $("progress");
    bar.value = 0;
    bar.hidden = false;
    say("Sending");
    const { status, body } = await send(file, (share) => {
      bar.value = share;
      if (share === 1) {
        bar.removeAttribute("value");
        say("Sent; the avatars are being made");
      }
    });
    const seconds = ((performance.now() - began) / 1000).toFixed(2);
    showAvatar(body);
    showAnswer(`PUT ${AVATAR}`, status, body);
    say(status === 200 ? "These bytes were the current picture already." : `Done in ${seconds} s.`);
    await showVersions();
  });
}

function revert() {
  return during(async () => {
    const { status, body } = await call("POST", `${AVATAR}/revert`);
    showAvatar(body);
    showAnswer(`POST ${AVATAR}/revert`, status, body);
    say("The previous picture is back.");
    await showVersions();
  });
}

function remove() {
  return during(async () => {
    const { status, body } = await call("DELETE", AVATAR);
    showNoAvatar();
    showAnswer(`DELETE ${AVATAR}`, status, body);
    say("Deleted. It can be taken back for a while.");
    await showVersions();
  });
}

async function showCurrent() {
  try {
    const { status, body } = await call("GET", AVATAR);
    showAvatar(body);
    showAnswer(`GET ${AVATAR}`, status, body);
  } catch (fault) {
    if (!(fault instanceof Refused) || fault.code !== "no-avatar") throw fault;
  }
  await showVersions();
}

async function showLimits() {
  const answer = await fetch("/v1/limits").catch(() => null);
  if (!answer?.ok) return;
  limits = await answer.json();
  const names = (limits.formats || []).map((format) => String(format).replace(/^image\//, "").toUpperCase().replace("WEBP", "WebP"));
  const parts = [names.join(", "), limits.bytes ? `up to ${megabytes(limits.bytes)}` : ""].filter(Boolean);
  if (parts.length) $("hint").textContent = parts.join(", ");
}

/** After everything else that the page says at first, which would take its place. */
function showClosed() {
  if (limits.mode && limits.mode !== "on") {
    showProblem(new Refused("Uploads are closed at the moment", limits.message || "Please try again later."));
  } else if (limits.message) {
    showProblem(new Refused("Please note", limits.message));
  }
}

function megabytes(bytes) {
  return `${(bytes / 1_048_576).toFixed(1).replace(/\.0$/, "")} MB`;
}

function firstFile(transfer) {
  return [...(transfer?.files ?? [])][0];
}

$("file").addEventListener("change", () => {
  const file = $("file").files[0];
  $("file").value = "";
  if (file) upload(file);
});
document.addEventListener("paste", (event) => {
  const file = firstFile(event.clipboardData);
  if (file) upload(file);
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dragging");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dragging");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dragging");
  const file = firstFile(event.dataTransfer);
  if (file) upload(file);
  else showProblem(new Refused("That was no file", "Drop a photograph, or choose one."));
});
$("revert").addEventListener("click", revert);
$("remove").addEventListener("click", remove);

await showLimits();
await during(showCurrent);
showClosed();
