// Verifies a signed token with jose, which knows nothing of this project.
// In: one JSON object {token, keys, typ, iss}: keys as a JWK Set. Out: the claims as one JSON object, or {error}.
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, jwtVerify } from 'jose';

const { token, keys, typ, iss } = JSON.parse(readFileSync(0, 'utf8'));
const claims = await jwtVerify(token, createLocalJWKSet(keys), { typ, issuer: iss, algorithms: ['ES256'], requiredClaims: ['iat'] })
  .then(({ payload }) => payload, (error) => ({ error: error.message }));
console.log(JSON.stringify(claims));
