// A holder's wallet of @openid4vc, @sd-jwt and jose, which know nothing of this project. It lives as long as its input, and keeps what
// it is issued. Arguments: the public URL, and where the server behind it listens. In: a JSON object a line, {do: "issue", …}, as the function of
// that name takes it. Out: a line each, what they give or {error}.
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { hasher, verify } from './verifying.mjs';

const [publicUrl, server] = process.argv.slice(2);
const { origin, pathname } = new URL(publicUrl);
const root = await (await fetch(new URL('/licence-authority/root.pem', server))).text();
const keys = new Map();
const held = [];
let hidden = [];

/** As the proxy before the server: takes the path of the public URL off, but behind a well-known name. */
function reach(address, init) {
  const url = new URL(address);
  if (url.origin !== origin) throw new Error(`a wallet is led elsewhere: ${url}`);
  if (hidden.some((part) => url.pathname.includes(part))) return new Response('', { status: 404 });
  const path = url.pathname.startsWith('/.well-known/') ? url.pathname : url.pathname.replace(new RegExp(`^${pathname}(?=/)`), '');
  return fetch(new URL(path + url.search, server), init);
}

const textOf = async (address) => {
  const answer = await reach(address);
  if (!answer.ok) throw new Error(`${answer.status} at ${address}`);
  return answer.text();
};

const callbacks = {
  fetch: async (address, init) => reach(address, init),
  hash: hasher,
  generateRandom: randomBytes,
  // Anonymous.
  clientAuthentication: () => {},
  signJwt: async ({ publicJwk }, { header, payload }) => ({
    jwt: await new SignJWT(payload).setProtectedHeader(header).sign(keys.get(await calculateJwkThumbprint(publicJwk))),
    signerJwk: publicJwk,
  }),
};

async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const publicJwk = await exportJWK(publicKey);
  keys.set(await calculateJwkThumbprint(publicJwk), privateKey);
  return publicJwk;
}

/** Verified by the issuer's published keys and by its certificate, with the list and the type that it names. */
async function verified(credential) {
  const { iss, status, vct } = JSON.parse(Buffer.from(credential.split('.')[1], 'base64url'));
  const at = new URL(iss);
  const documents = {
    credential, root, nonce: null, list: await textOf(status.status_list.uri), type: await textOf(vct),
    issuer: JSON.parse(await textOf(`${at.origin}/.well-known/jwt-vc-issuer${at.pathname}`)),
  };
  await verify({ ...documents, by: 'x5c' });
  return verify({ ...documents, by: 'jwks' });
}

/** Takes an offer from its link: a credential for each of `count` keys. It does not see what has a part of `hide` in its path. */
async function issue({ link, txCode, count, hide = [] }) {
  hidden = hide;
  const client = new Openid4vciClient({ callbacks });
  const credentialOffer = await client.resolveCredentialOffer(link);
  const [credentialConfigurationId] = credentialOffer.credential_configuration_ids;
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  if (!issuerMetadata.knownCredentialConfigurations[credentialConfigurationId]) throw new Error('what is offered is not described');
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode });
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const holders = await Promise.all(Array.from({ length: count }, newKey));
  const proofs = await Promise.all(holders.map((publicJwk) => client.createCredentialRequestJwtProof({
    issuerMetadata, credentialConfigurationId, nonce, issuedAt: new Date(), signer: { method: 'jwk', alg: 'ES256', publicJwk },
  })));
  const { credentialResponse } = await client.retrieveCredentials({
    issuerMetadata, credentialConfigurationId, accessToken: accessTokenResponse.access_token, proofs: { jwt: proofs.map(({ jwt }) => jwt) },
  });
  const credentials = await Promise.all(credentialResponse.credentials.map(async ({ credential }, index) => {
    const { claims, status, type } = await verified(credential);
    if (await calculateJwkThumbprint(claims.cnf.jwk) !== await calculateJwkThumbprint(holders[index])) throw new Error('bound to another key');
    held.push({ credential, claims, holder: holders[index] });
    return { credential, claims, status, type };
  }));
  return { version: issuerMetadata.originalDraftVersion, credentials };
}

const deeds = { issue };
for await (const line of createInterface({ input: process.stdin })) {
  const { do: deed, ...order } = JSON.parse(line);
  console.log(JSON.stringify(await deeds[deed](order).catch((error) => ({ error: `${error.message} ${error.cause?.message ?? ''}` }))));
}
