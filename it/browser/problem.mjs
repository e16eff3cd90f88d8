// Opens the demo page and prints what it says in the way of a problem; empty when it says nothing.
// node problem.mjs ADDRESS

import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PATH,
  // Chromium refuses its own sandbox when root starts it, as build machines do.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(process.argv[2], { waitUntil: "networkidle" });
  const problem = page.locator("#problem");
  console.log((await problem.isVisible()) ? await problem.innerText() : "");
} finally {
  await browser.close();
}
