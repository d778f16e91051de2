import { generateKeyPairSync, sign } from 'node:crypto'

const part = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(contents)
  const { length } = body
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const sequence = (...contents: readonly Uint8Array[]): Buffer => part(0x30, ...contents)
const utcTime = (text: string): Buffer => part(0x17, Buffer.from(text))
const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))
const commonName = sequence(part(0x31, sequence(Buffer.from('0603550403', 'hex'), part(0x0c, Buffer.from('shop')))))

/** A key with a certificate that it has signed itself, made anew each time: no key lies in the repository. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const told = sequence(
    part(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    commonName,
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const whole = sequence(told, ecdsaWithSha256, part(0x03, Buffer.from([0]), sign('sha256', told, privateKey)))
  const lines = whole.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
