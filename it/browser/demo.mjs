// Drives the demo page as a person would and prints what was seen, as JSON.
// node demo.mjs PAGE FIRST-PICTURE SECOND-PICTURE BAD-FILE SCREENSHOT-FOLDER

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [page_, first, second, bad, shots] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PATH,
  // Chromium refuses its own sandbox when root starts it, as build machines do.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const seen = { faults: [] };

try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("console", (message) => {
    // Refusals and "no avatar yet" are part of the test; the browser logs every such status.
    if (message.type() === "error" && !/status of 4(04|15)/.test(message.text())) seen.faults.push(message.text());
  });
  const request = page.locator("#request");
  const settled = () => page.waitForFunction(() => !document.body.classList.contains("busy"));
  const upload = async (file) => {
    await page.setInputFiles("#file", file);
    await page.waitForSelector("body.busy", { timeout: 2_000 }).catch(() => {});
    await settled();
  };
  const version = () => page.locator("#answer").innerText().then((text) => JSON.parse(text).version);

  await page.goto(page_);
  await settled();
  await upload(first);
  await page.waitForSelector("#sizes img");
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  seen.status = await request.innerText();
  seen.sizes = await page.locator("#sizes img").count();
  seen.broken = await page.evaluate(() => [...document.images].filter((image) => image.naturalWidth === 0).length);
  seen.chatSide = await page.evaluate(() => document.getElementById("chat").getBoundingClientRect().width);
  seen.firstVersion = await version();
  await page.screenshot({ path: `${shots}/demo.png`, fullPage: true });

  await upload(bad);
  await page.waitForSelector("#problem:not([hidden])");
  seen.problem = await page.locator("#problem").innerText();

  await upload(second);
  seen.versionsAfterSecond = await page.locator("#versions li").count();
  await page.click("#revert");
  await settled();
  seen.revertedTo = await version();
  await page.click("#remove");
  await settled();
  seen.deleted = await request.innerText();

  const chooser = page.waitForEvent("filechooser", { timeout: 5_000 }).then(() => true, () => false);
  await page.focus("#file");
  await page.keyboard.press("Enter");
  seen.keyboardOpensChooser = await chooser;

  seen.pasted = await transfer(page, "paste", second, "pasted.jpg").then(() => request.innerText());
  seen.dropped = await transfer(page, "drop", first, "dropped.jpg").then(() => request.innerText());

  seen.unlabelled = await page.evaluate(() =>
    [...document.querySelectorAll("input, button, progress")]
      .filter((control) => !(control.labels?.length || control.textContent.trim() || control.getAttribute("aria-label")))
      .map((control) => control.id),
  );
  await page.setViewportSize({ width: 320, height: 700 });
  seen.overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: `${shots}/demo-narrow-dark.png`, fullPage: true });
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));

/** Pastes or drops a file: a browser under test has no clipboard and no file manager of its own. */
async function transfer(page, kind, file, name) {
  const bytes = [...readFileSync(file)];
  await page.evaluate(
    ([kind, bytes, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true })
          : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    [kind, bytes, name],
  );
  await page.waitForFunction(() => !document.body.classList.contains("busy"));
}
