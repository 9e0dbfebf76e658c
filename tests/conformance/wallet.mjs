// A holder's wallet of @openid4vc, dcql, @sd-jwt and jose, which know nothing of this project. It lives as long as its input, and keeps what
// it is issued. Arguments: the public URL, and where the server behind it listens. In: a JSON object a line, {do: "issue" | "ask" | "received" | "waited" | "present", …}, as
// the functions of those names take it. Out: a line each, what they give or {error}.
import { KeyObject, X509Certificate, randomBytes, sign } from 'node:crypto';
import { createInterface } from 'node:readline';
import { CompactEncrypt, SignJWT, base64url, calculateJwkThumbprint, compactDecrypt, compactVerify, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, importX509 } from 'jose';
import { DcqlQuery } from 'dcql';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { Openid4vciClient } from '@openid4vc/openid4vci';
import { Openid4vpClient } from '@openid4vc/openid4vp';
import { hasher, verify } from './verifying.mjs';

const [publicUrl, server] = process.argv.slice(2);
const { origin, pathname } = new URL(publicUrl);
const root = await (await fetch(new URL('/licence-authority/root.pem', server))).text();
const keys = new Map();
const held = [];
let hidden = [];
let asking = null;
let waiting = null;

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
  // Anonymous for offers, a public client by name where it asks.
  clientAuthentication: ({ body }) => { if (asking) body.client_id = asking.clientId; },
  signJwt: async ({ publicJwk }, { header, payload }) => ({
    jwt: await new SignJWT(payload).setProtectedHeader(header).sign(keys.get(await calculateJwkThumbprint(publicJwk))),
    signerJwk: publicJwk,
  }),
  // A verifier's request: down from the pinned root.
  verifyJwt: async ({ x5c: [der] }, { compact }) => {
    const [leaf, authority] = [new X509Certificate(Buffer.from(der, 'base64')), new X509Certificate(root)];
    if (!leaf.checkIssued(authority) || !leaf.verify(authority.publicKey)) return { verified: false };
    const key = await importX509(leaf.toString(), 'ES256');
    await compactVerify(compact, key, { algorithms: ['ES256'] });
    return { verified: true, signerJwk: await exportJWK(key) };
  },
  // Demanded for any certificate; the hash of it is compared, no name.
  getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
  encryptJwe: async ({ publicJwk, alg, enc, apu, apv }, data) => ({
    encryptionJwk: publicJwk,
    jwe: await new CompactEncrypt(Buffer.from(data)).setProtectedHeader({ alg, enc, kid: publicJwk.kid })
      .setKeyManagementParameters({ apu: base64url.decode(apu), apv: base64url.decode(apv) }).encrypt(await importJWK(publicJwk, alg)),
  }),
};

// Requests that it wants encrypted.
let sealing = null;
async function sealedTo() {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
  sealing = privateKey;
  return { keys: [{ ...await exportJWK(publicKey), use: 'enc', alg: 'ECDH-ES', kid: 'request' }] };
}
// 0.4.6 reads the middle of a JWE as JSON, and none of ECDH-ES has any there: jose opens it before it sees it.
const opening = async (address, init) => {
  const answer = await reach(address, init);
  if (!answer.ok) return answer;
  const { plaintext, protectedHeader } = await compactDecrypt(await answer.text(), sealing, { contentEncryptionAlgorithms: ['A128GCM'] });
  if (protectedHeader.kid !== 'request' || protectedHeader.cty !== 'JWT') throw new Error('encrypted to another key, or what is in it is not said');
  return new Response(plaintext, { headers: answer.headers });
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

/** Verifies each credential with its key, and keeps it. */
const taken = (credentials, holders) => Promise.all(credentials.map(async ({ credential }, index) => {
  const { claims, status, type } = await verified(credential);
  if (await calculateJwkThumbprint(claims.cnf.jwk) !== await calculateJwkThumbprint(holders[index])) throw new Error('bound to another key');
  held.push({ credential, claims, holder: holders[index] });
  return { credential, claims, status, type };
}));

/** Fetches a credential for each of `count` keys with a token, verifies them, and says that it has them; or has to wait. */
async function fetchInto(client, { issuerMetadata, credentialConfigurationId, accessToken, dpop, count }) {
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const holders = await Promise.all(Array.from({ length: count }, newKey));
  const proofs = await Promise.all(holders.map((publicJwk) => client.createCredentialRequestJwtProof({
    issuerMetadata, credentialConfigurationId, nonce, issuedAt: new Date(), signer: { method: 'jwk', alg: 'ES256', publicJwk },
  })));
  const { credentialResponse, dpop: next } = await client.retrieveCredentials({
    issuerMetadata, credentialConfigurationId, accessToken, dpop, proofs: { jwt: proofs.map(({ jwt }) => jwt) },
  });
  if (credentialResponse.transaction_id) {
    waiting = { client, issuerMetadata, accessToken, dpop: dpop && { ...dpop, ...next }, holders, transactionId: credentialResponse.transaction_id };
    return { interval: credentialResponse.interval };
  }
  const credentials = await taken(credentialResponse.credentials, holders);
  await client.sendNotification({
    issuerMetadata, accessToken, dpop: dpop && { ...dpop, ...next }, notification: { notificationId: credentialResponse.notification_id, event: 'credential_accepted' },
  });
  return { version: issuerMetadata.originalDraftVersion, credentials };
}

/** Takes an offer from its link, and says that it did: a credential for each of `count` keys. It does not see what has a part of `hide` in its path. */
async function issue({ link, txCode, count, hide = [] }) {
  [hidden, asking] = [hide, null];
  const client = new Openid4vciClient({ callbacks });
  const credentialOffer = await client.resolveCredentialOffer(link);
  const [credentialConfigurationId] = credentialOffer.credential_configuration_ids;
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  if (!issuerMetadata.knownCredentialConfigurations[credentialConfigurationId]) throw new Error('what is offered is not described');
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode });
  return fetchInto(client, { issuerMetadata, credentialConfigurationId, accessToken: accessTokenResponse.access_token, count });
}

/** Asks an issuer for a configuration, with a key for its tokens; gives the page to which its holder must go. */
async function ask({ issuer, configuration, clientId, redirectUri }) {
  hidden = [];
  asking = { clientId, redirectUri, configuration };
  const client = new Openid4vciClient({ callbacks });
  asking.issuerMetadata = await client.resolveIssuerMetadata(issuer);
  // As if it had been offered.
  asking.credentialOffer = { credential_issuer: issuer, credential_configuration_ids: [configuration], grants: { authorization_code: {} } };
  const { authorizationRequestUrl, pkce, dpop } = await client.initiateAuthorization({
    clientId, redirectUri, issuerMetadata: asking.issuerMetadata, credentialOffer: asking.credentialOffer,
    scope: asking.issuerMetadata.knownCredentialConfigurations[configuration].scope,
    dpop: { signer: { method: 'jwk', alg: 'ES256', publicJwk: await newKey() } },
  });
  Object.assign(asking, { client, pkce, dpop });
  return { page: authorizationRequestUrl, method: pkce.codeChallengeMethod };
}

/** Goes on from where the holder's browser was led: token and a credential for each of `count` keys. */
async function received({ location, count }) {
  const { client, issuerMetadata, credentialOffer, redirectUri, configuration, pkce } = asking;
  const [authorizationServerMetadata] = issuerMetadata.authorizationServers;
  const answer = client.parseAndVerifyAuthorizationResponseRedirectUrl({ url: location, authorizationServerMetadata });
  if (!answer.code) throw new Error(answer.error);
  const { accessTokenResponse, dpop } = await client.retrieveAuthorizationCodeAccessTokenFromOffer({
    issuerMetadata, credentialOffer, redirectUri, authorizationCode: answer.code, pkceCodeVerifier: pkce.codeVerifier, dpop: asking.dpop,
  });
  if (accessTokenResponse.token_type !== 'DPoP') throw new Error(`a token of type ${accessTokenResponse.token_type}`);
  return fetchInto(client, {
    issuerMetadata, credentialConfigurationId: configuration, accessToken: accessTokenResponse.access_token, dpop, count,
  });
}

/** Asks for what it waits for. */
async function waited() {
  const { client, holders, ...options } = waiting;
  const { deferredCredentialResponse: { credentials, interval }, dpop } = await client.retrieveDeferredCredentials(options);
  if (waiting.dpop) waiting.dpop = { ...waiting.dpop, ...dpop };
  return credentials ? { credentials: await taken(credentials, holders) } : { interval };
}

/** Those claims of a credential, and a proof by the holder's key for this request. */
const shown = async ({ credential, holder }, claims, request) => new SDJwtVcInstance({
  hasher,
  hashAlg: 'sha-256',
  kbSignAlg: 'ES256',
  kbSigner: async (data) => sign('sha256', Buffer.from(data), { key: KeyObject.from(keys.get(await calculateJwkThumbprint(holder))), dsaEncoding: 'ieee-p1363' })
    .toString('base64url'),
}).present(credential, Object.fromEntries(Object.keys(claims).map((name) => [name, true])), {
  kb: { payload: { iat: Math.floor(Date.now() / 1000), aud: request.client_id, nonce: request.nonce } },
});

/** Answers a verifier's request from its link, encrypted by `enc` where that is asked for; fetches the request encrypted if `sealed`. */
async function present({ link, enc, sealed }) {
  const client = new Openid4vpClient({ callbacks });
  const fetching = sealed ? new Openid4vpClient({ callbacks: { ...callbacks, fetch: opening } }) : client;
  const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link });
  const nonce = randomBytes(16).toString('hex');
  const metadata = {
    vp_formats_supported: { 'dc+sd-jwt': {} }, request_object_signing_alg_values_supported: ['ES256'],
    ...sealed && { jwks: await sealedTo(), request_object_encryption_enc_values_supported: ['A128GCM'] },
  };
  const { authorizationRequestPayload, client: verifier, dcql } = await fetching.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: params,
    // 0.4.6 posts the members of the metadata as the form's.
    wallet: params.request_uri_method === 'post' ? { expectedNonce: nonce, metadata: { wallet_nonce: nonce, wallet_metadata: metadata } } : {},
  });
  const query = DcqlQuery.parse(dcql.query);
  DcqlQuery.validate(query);
  const found = DcqlQuery.query(query, held.map(({ claims }) => ({
    credential_format: 'dc+sd-jwt', vct: claims.vct, claims, cryptographic_holder_binding: true,
  })));
  if (!found.can_be_satisfied) throw new Error('nothing that fits');
  const vpToken = Object.fromEntries(await Promise.all(Object.entries(found.credential_matches).map(async ([id, { valid_credentials: fitting }]) => {
    const { input_credential_index: index, claims: { valid_claim_sets: [{ output }] } } = fitting.at(-1);
    return [id, [await shown(held[index], output, authorizationRequestPayload)]];
  })));
  const answer = await client.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload,
    authorizationResponsePayload: { vp_token: vpToken },
    jarm: authorizationRequestPayload.response_mode === 'direct_post.jwt' ? {
      encryption: { nonce: randomBytes(8).toString('hex') },
      serverMetadata: { authorization_encryption_alg_values_supported: ['ECDH-ES'], authorization_encryption_enc_values_supported: [enc] },
    } : undefined,
  });
  const { response } = await client.submitOpenid4vpAuthorizationResponse({ authorizationRequestPayload, ...answer });
  return {
    status: response.status, mode: authorizationRequestPayload.response_mode, prefix: verifier.prefix, posted: params.request_uri_method,
    jwe: answer.jarm ? decodeProtectedHeader(answer.jarm.responseJwt) : null,
  };
}

const deeds = { issue, ask, received, waited, present };
for await (const line of createInterface({ input: process.stdin })) {
  const { do: deed, ...order } = JSON.parse(line);
  console.log(JSON.stringify(await deeds[deed](order).catch((error) => ({ error: `${error.message} ${error.cause?.message ?? ''}` }))));
}
