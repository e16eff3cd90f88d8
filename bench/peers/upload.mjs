// An avatar upload as products write it themselves: Express, multer, sharp, files on disk, a row in PostgreSQL.
//
// RESIZE=separate   four resizes, each from the uploaded buffer: what most products run
// RESIZE=pipeline   the uploaded picture is decoded once; every size is made from the largest
//
// Settings come by environment: PORT, STORE (folder), DATABASE_URL, TABLE, CONCURRENCY (sharp's threads for one
// picture; empty leaves sharp's default), CACHE=off (switches libvips' cache of operations off).
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import express from 'express';
import multer from 'multer';
import pg from 'pg';
import sharp from 'sharp';

const SIZES = [512, 256, 128, 64];
const JPEG = { quality: 85 };
const { PORT, STORE, DATABASE_URL, TABLE = 'avatars', RESIZE = 'separate', CONCURRENCY, CACHE } = process.env;

if (CONCURRENCY) sharp.concurrency(Number(CONCURRENCY));
if (CACHE === 'off') sharp.cache(false);

const database = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
await database.query(`CREATE TABLE IF NOT EXISTS ${TABLE} (
  subject text PRIMARY KEY, version uuid NOT NULL, bytes int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now())`);
await mkdir(STORE, { recursive: true });

const resize = {
  async separate(picture) {
    return Promise.all(
      SIZES.map((size) => sharp(picture).rotate().resize(size, size, { fit: 'cover' }).jpeg(JPEG).toBuffer()),
    );
  },
  async pipeline(picture) {
    const { data, info } = await sharp(picture)
      .autoOrient()
      .resize(SIZES[0], SIZES[0], { fit: 'cover' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    return Promise.all(
      SIZES.map((size) => {
        const largest = sharp(data, { raw });
        return (size === SIZES[0] ? largest : largest.resize(size, size)).jpeg(JPEG).toBuffer();
      }),
    );
  },
}[RESIZE];

/** Temporary file, fsync, rename: a file is there whole or not at all, also after a power cut. */
async function store(folder, name, bytes) {
  const target = path.join(folder, name);
  const file = await open(`${target}.tmp`, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${target}.tmp`, target);
}

async function syncFolder(folder) {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const app = express();
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 10 * 1024 * 1024, files: 1 } });

app.post('/avatars/:subject', upload.single('avatar'), async (request, response) => {
  const picture = request.file.buffer;
  const renditions = await resize(picture);
  const version = randomUUID();
  const folder = path.join(STORE, version);
  await mkdir(folder);
  await Promise.all(renditions.map((bytes, i) => store(folder, `${SIZES[i]}.jpg`, bytes)));
  await syncFolder(folder);
  await syncFolder(STORE);
  await database.query(
    `INSERT INTO ${TABLE} (subject, version, bytes) VALUES ($1, $2, $3)
     ON CONFLICT (subject) DO UPDATE SET version = excluded.version, bytes = excluded.bytes, created_at = now()`,
    [request.params.subject, version, picture.length],
  );
  response.status(201).json({
    subject: request.params.subject,
    version,
    urls: Object.fromEntries(SIZES.map((size) => [size, { jpg: `/files/${version}/${size}.jpg` }])),
  });
});
app.use('/files', express.static(STORE));

app.listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
