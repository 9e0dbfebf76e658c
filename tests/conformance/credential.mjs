// Verifies one credential and its status list.
// In: one JSON object {credential, list, by: "jwks" | "x5c", root, issuer, type, nonce}: root as PEM, the issuer's and the type's documents as
// objects, a nonce where the holder's key binding is demanded. Out: one JSON object {claims, status, type}, or {error}.
import { readFileSync } from 'node:fs';
import { verify } from './verifying.mjs';

console.log(JSON.stringify(await verify(JSON.parse(readFileSync(0, 'utf8'))).catch((error) => ({ error: error.message }))));
