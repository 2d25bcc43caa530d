import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** A value of `access.yaml` as Serverless Devs writes it: crypto-js `AES.encrypt` with its public passphrase. */
export function encrypted(text: string): string {
  const salt = randomBytes(8);
  const blocks: Buffer[] = [];
  for (let block = Buffer.alloc(0); blocks.length < 3; blocks.push(block))
    block = createHash('md5')
      .update(Buffer.concat([block, Buffer.from('SecretKey123'), salt]))
      .digest();
  const derived = Buffer.concat(blocks);
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32, 48));
  return Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text), cipher.final()]).toString('base64');
}
