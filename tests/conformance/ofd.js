// Judges a sealed OFD file with sm-crypto, which knows nothing of this project.
// In: one JSON object {directory, signature, message, publicKey, value}: the unpacked files, and as hex what the seal signed, the
// signer's point and the signature in DER. Out: "ok", "signature" or "digest of" the file.
const fs = require('fs');
const path = require('path');
const { sm2, sm3 } = require('sm-crypto');

function judge({ directory, message, publicKey, value }) {
  if (!sm2.doVerifySignature(Array.from(Buffer.from(message, 'hex')), value, publicKey, { der: true, hash: true })) return 'signature';
  const xml = fs.readFileSync(path.join(directory, 'Doc_0/Signs/Sign_0/Signature.xml'), 'utf8');
  for (const [, file, digest] of xml.matchAll(/FileRef="([^"]+)"><ofd:CheckValue>([^<]+)</g)) {
    const hash = sm3(Array.from(fs.readFileSync(path.join(directory, file))));
    if (Buffer.from(hash, 'hex').toString('base64') !== digest) return `digest of ${file}`;
  }
  return 'ok';
}

console.log(judge(JSON.parse(fs.readFileSync(0, 'utf8'))));
