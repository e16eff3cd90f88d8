// Prints what the peers run on, as JSON, for the description above the results.
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
console.log(
  JSON.stringify({
    node: process.versions.node,
    sharp: sharp.versions.sharp,
    libvips: sharp.versions.vips,
    express: version('express'),
    multer: version('multer'),
    pg: version('pg'),
  }),
);
