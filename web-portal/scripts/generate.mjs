// Makes the portal's types from the protocol documents: src/api/schema.ts and src/api/live.ts. Both are never edited and never committed.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';
import openapi, { astToString } from 'openapi-typescript';

const protocol = new URL('../../docs/protocol/', import.meta.url);
const api = new URL('../src/api/', import.meta.url);
await mkdir(api, { recursive: true });

async function put(name, text) {
  const file = new URL(name, api);
  // An unchanged file keeps its time, so that a running dev server doesn't reload.
  if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) await writeFile(file, text);
}

await put('schema.ts', astToString(await openapi(new URL('openapi.yaml', protocol))));

const schema = JSON.parse(await readFile(new URL('live.schema.json', protocol), 'utf8'));
const live = await compile(schema, 'LiveMessage', {
  additionalProperties: false,
  unreachableDefinitions: true,
  ignoreMinAndMaxItems: true,
  bannerComment: '/* Generated from docs/protocol/live.schema.json. */',
});
await put('live.ts', `${live}\n/** The error of an outcome or a refusal. */\nexport type CommandRefusal = Error;\n`);
