// Verifies checkpoints and inclusion with the code of @sigstore/verify, which knows nothing of this project.
// In: one JSON object a line {key, checkpoint, index, entry, proof}, as base64 but for checkpoint and index; index and what
// follows may be missing. Out: "ok" or the error, a line each.
const { createPublicKey } = require('crypto');
const readline = require('readline');
const { verifyCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint.js');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle.js');

const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function verify({ name, keyId, key, checkpoint, index, entry, proof }) {
  const log = {
    logID: Buffer.from(keyId, 'base64'),
    baseURL: name,
    publicKey: createPublicKey({ key: Buffer.concat([spkiPrefix, Buffer.from(key, 'base64')]), format: 'der', type: 'spki' }),
  };
  const claim = {
    canonicalizedBody: Buffer.from(entry ?? '', 'base64'),
    inclusionProof: {
      checkpoint: { envelope: checkpoint },
      logIndex: index,
      hashes: (proof ?? []).map((hash) => Buffer.from(hash, 'base64')),
    },
  };
  const signed = verifyCheckpoint(claim, [log]);
  if (index !== undefined) verifyMerkleInclusion(claim, signed);
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  try {
    verify(JSON.parse(line));
    console.log('ok');
  } catch (error) {
    console.log(error.message);
  }
});
