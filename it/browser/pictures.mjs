// Shows pictures in a page, as any page does, and prints what became of each, as JSON.
// node pictures.mjs ADDRESS…

import { chromium } from "playwright-core";

const addresses = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PATH,
  // Chromium refuses its own sandbox when root starts it, as build machines do.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const asked = [];
const seen = Object.fromEntries(addresses.map((address) => [address, {}]));

try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  page.on("response", (response) => {
    const picture = seen[response.url()];
    if (picture) {
      picture.status = response.status();
      picture.type = response.headers()["content-type"];
      asked.push(response.request().allHeaders().then((headers) => (picture.accept = headers.accept)));
    }
  });
  await page.setContent(addresses.map((address) => `<img src="${address}" alt="">`).join("\n"));
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  const widths = await page.evaluate(() => [...document.images].map((image) => image.naturalWidth));
  await Promise.all(asked);
  addresses.forEach((address, i) => (seen[address].width = widths[i]));
} finally {
  await browser.close();
}
console.log(JSON.stringify(addresses.map((address) => seen[address])));
