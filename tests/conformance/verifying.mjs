// Verifies a credential and its status list with @sd-jwt/sd-jwt-vc and jose, which know nothing of this project.
import { createHash, X509Certificate } from 'node:crypto';
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, importJWK, importX509, jwtVerify } from 'jose';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

/** By the name that a credential gives it. */
export const hasher = (data, alg) => createHash(alg.replace('-', '')).update(typeof data === 'string' ? data : new Uint8Array(data)).digest();

/** The key of a token by its issuer's published keys, or down from the root by its certificate. */
export async function keyOf(token, { by, root, issuer }, iss) {
  const header = decodeProtectedHeader(token);
  if (by === 'jwks') return createLocalJWKSet(issuer.jwks)(header, token);
  const [leaf] = header.x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
  const authority = new X509Certificate(root);
  if (!leaf.checkIssued(authority) || !leaf.verify(authority.publicKey)) throw new Error('x5c does not lead to the root');
  if (leaf.ca || !leaf.subjectAltName.split(', ').includes(`URI:${iss}`)) throw new Error('x5c is not the issuer\'s');
  return importX509(leaf.toString(), 'ES256');
}

/** Claims, status and type's name of {credential, list, by, root, issuer, type, nonce}, each as credential.mjs has it. */
export async function verify(input) {
  const { credential, list, issuer, type, nonce } = input;
  const token = credential.split('~')[0];
  const { iss, status: { status_list: place }, 'vct#integrity': integrity } = decodeJwt(token);
  if (iss !== issuer.issuer) throw new Error('another issuer');
  await jwtVerify(token, await keyOf(token, input, iss), { typ: 'dc+sd-jwt', issuer: iss, algorithms: ['ES256'] });
  await jwtVerify(list, await keyOf(list, input, iss), { typ: 'statuslist+jwt', subject: place.uri, algorithms: ['ES256'], requiredClaims: ['iat', 'exp'] });
  if (integrity !== `sha256-${createHash('sha256').update(type).digest('base64')}`) throw new Error('another type');

  let status;
  const wallet = new SDJwtVcInstance({
    hasher,
    verifier: async (data, signature) => {
      await compactVerify(`${data}.${signature}`, await keyOf(`${data}.${signature}`, input, iss));
      return true;
    },
    kbVerifier: async (data, signature, payload) => {
      await compactVerify(`${data}.${signature}`, await importJWK(payload.cnf.jwk, 'ES256'));
      return true;
    },
    statusListFetcher: async () => list,
    statusValidator: async (found) => { status = found; },
    vctFetcher: async () => JSON.parse(type),
    loadTypeMetadataFormat: true,
  });
  const { payload, typeMetadata } = await wallet.verify(credential, nonce === null ? {} : { keyBindingNonce: nonce });
  return { claims: payload, status, type: typeMetadata.mergedTypeMetadata.name };
}
