// Whether a document is valid OpenAPI, by a validator that nobody here wrote.
// node openapi.mjs DOCUMENT

import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const result = await validator.validate(process.argv[2]);
console.log(JSON.stringify({ valid: result.valid, version: validator.version, errors: result.errors ?? [] }));
