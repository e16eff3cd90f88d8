// One 256-pixel avatar from Express, both ways that products use: express.static, and a route that sends a buffer it keeps.
//
// Settings come by environment: PORT, STORE (folder with 256.jpg), HEADERS (JSON object sent with every picture).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import express from 'express';

const { PORT, STORE, HEADERS } = process.env;
const headers = JSON.parse(HEADERS);
const picture = readFileSync(path.join(STORE, '256.jpg'));

const app = express();
app.disable('x-powered-by');
app.use(
  '/static',
  express.static(STORE, {
    cacheControl: false,
    setHeaders: (response) => response.set(headers),
  }),
);
app.get('/kept/256.jpg', (request, response) => {
  response.set(headers).type('image/jpeg').send(picture);
});

app.listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
