// Looks at the reference of the API as a person would and prints what was seen, as JSON.
// node docs.mjs PAGE SCREENSHOT-FOLDER

import { chromium } from "playwright-core";

const [page_, shots] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PATH,
  // Chromium refuses its own sandbox when root starts it, as build machines do.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const seen = { faults: [] };
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("console", (message) => seen.faults.push(message.text()));

  await page.goto(`${page_}#putAvatar`);
  seen.contents = await page.locator("nav a[href='#revertAvatar']").isVisible();
  seen.target = await page.evaluate(() => Math.abs(document.getElementById("putAvatar").getBoundingClientRect().top) < 100);
  seen.overflow = await overflow(page);
  await page.screenshot({ path: `${shots}/docs.png` });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.emulateMedia({ colorScheme: "dark" });
  seen.overflow = Math.max(seen.overflow, await overflow(page));
  await page.screenshot({ path: `${shots}/docs-narrow-dark.png` });
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
