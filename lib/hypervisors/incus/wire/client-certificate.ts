import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export type ClientCertificate = { certificate: string; privateKey: string }

const validYears = 10
const oid = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  extendedKeyUsage: '551d25',
  clientAuth: '2b06010505070302',
}

/**
 * A new key (P-256) and a certificate signed by itself, with which a hypervisor knows us again. Written in DER
 * here: Node reads certificates and makes none.
 */
export function makeClientCertificate(name: string, now: Date): ClientCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = certificateBody(name, now, publicKey)
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, algorithm(), bitString(signature))
  return {
    certificate: pem('CERTIFICATE', der),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

function certificateBody(name: string, now: Date, publicKey: KeyObject): Buffer {
  // A leading byte that is neither zero nor negative keeps the serial number in its shortest form.
  const serial = Buffer.concat([Buffer.from([0x4a]), randomBytes(15)])
  const subject = sequence(tag(0x31, sequence(tag(0x06, hex(oid.commonName)), tag(0x0c, Buffer.from(name)))))
  const end = new Date(now)
  end.setUTCFullYear(end.getUTCFullYear() + validYears)
  // A clock an hour behind ours must not refuse it.
  const start = new Date(now.getTime() - 3_600_000)
  const usage = sequence(
    tag(0x06, hex(oid.extendedKeyUsage)),
    tag(0x04, sequence(tag(0x06, hex(oid.clientAuth)))),
  )
  return sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, serial),
    algorithm(),
    subject,
    sequence(instant(start), instant(end)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, sequence(usage)),
  )
}

const hex = (text: string) => Buffer.from(text, 'hex')
const algorithm = () => sequence(tag(0x06, hex(oid.ecdsaWithSha256)))
const sequence = (...parts: Buffer[]) => tag(0x30, Buffer.concat(parts))
const bitString = (bytes: Buffer) => tag(0x03, Buffer.concat([Buffer.from([0]), bytes]))
const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trim()}\n-----END ${label}-----\n`

/** UTCTime until 2049 and GeneralizedTime from 2050, as RFC 5280 asks. */
const instant = (at: Date) =>
  at.getUTCFullYear() < 2050
    ? tag(0x17, Buffer.from(`${digits(at).slice(2)}Z`))
    : tag(0x18, Buffer.from(`${digits(at)}Z`))
const digits = (at: Date) => at.toISOString().replace(/\D/g, '').slice(0, 14)

function tag(kind: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([kind, ...size]), content])
}
