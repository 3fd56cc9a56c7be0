import { generateKeyPairSync, type KeyObject } from 'node:crypto'

/** Length-prefixed fields, as inside an OpenSSH key. */
export function sshBlob(...fields: (Buffer | string)[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field as Buffer)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

function part(key: KeyObject, name: 'x' | 'y' | 'n' | 'e'): Buffer {
  return Buffer.from(key.export({ format: 'jwk' })[name] ?? '', 'base64url')
}

const line = (algorithm: string, blob: Buffer, comment: string) =>
  `${algorithm} ${blob.toString('base64')}${comment ? ` ${comment}` : ''}`

export function ed25519Line(comment = ''): string {
  const { publicKey } = generateKeyPairSync('ed25519')
  return line('ssh-ed25519', sshBlob('ssh-ed25519', part(publicKey, 'x')), comment)
}

export function rsaLine(bits: number): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  const modulus = Buffer.concat([Buffer.from([0]), part(publicKey, 'n')])
  return line('ssh-rsa', sshBlob('ssh-rsa', part(publicKey, 'e'), modulus), '')
}

export function ecdsaLine(
  bits: 256 | 384 | 521,
  damage: (point: Buffer) => Buffer = (point) => point,
): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: `P-${bits}` })
  const point = damage(Buffer.concat([Buffer.from([4]), part(publicKey, 'x'), part(publicKey, 'y')]))
  const name = `ecdsa-sha2-nistp${bits}`
  return line(name, sshBlob(name, `nistp${bits}`, point), '')
}
