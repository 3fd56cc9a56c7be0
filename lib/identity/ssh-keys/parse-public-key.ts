import { createHash, createPublicKey } from 'node:crypto'

export type SshKeyFault =
  | 'ssh_private_key'
  | 'ssh_one_line'
  | 'ssh_format'
  | 'ssh_algorithm'
  | 'ssh_rsa_short'
  | 'ssh_damaged'

export type ParsedSshKey =
  | { outcome: 'parsed'; algorithm: string; publicKey: string; fingerprint: string; comment: string }
  | { outcome: 'refused'; reason: SshKeyFault }

const rsaBitsMin = 3072

/**
 * Parses one OpenSSH public key, down to its numbers. Stored as `algorithm base64`, without options, which a server
 * would obey, and without comment. Pure.
 */
export function parseSshPublicKey(text: string): ParsedSshKey {
  const line = text.trim()
  if (/PRIVATE KEY|PuTTY-User-Key-File/i.test(line)) return refused('ssh_private_key')
  if (/[\r\n]/.test(line)) return refused('ssh_one_line')
  const match = /^([a-z0-9@.-]+) +([A-Za-z0-9+/]+={0,2})(?: +(.*))?$/.exec(line)
  if (!match) return refused('ssh_format')
  const [, algorithm = '', base64 = '', comment = ''] = match
  const read = readers[algorithm]
  if (!read) return refused('ssh_algorithm')
  const blob = Buffer.from(base64, 'base64')
  if (blob.toString('base64') !== base64) return refused('ssh_damaged')
  const fields = readFields(blob)
  if (!fields || fields[0]?.toString('latin1') !== algorithm) return refused('ssh_damaged')
  const fault = read(fields.slice(1))
  if (fault) return refused(fault)
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')
  return {
    outcome: 'parsed',
    algorithm,
    publicKey: `${algorithm} ${base64}`,
    fingerprint: `SHA256:${digest}`,
    comment: comment.trim(),
  }
}

const refused = (reason: SshKeyFault): ParsedSshKey => ({ outcome: 'refused', reason })

type Reader = (fields: Buffer[]) => SshKeyFault | null

const readers: Readonly<Record<string, Reader>> = {
  'ssh-ed25519': ([key, ...rest]) => (key?.length === 32 && rest.length === 0 ? null : 'ssh_damaged'),
  'sk-ssh-ed25519@openssh.com': ([key, application, ...rest]) =>
    key?.length === 32 && application?.length && rest.length === 0 ? null : 'ssh_damaged',
  'ssh-rsa': readRsa,
  'ecdsa-sha2-nistp256': ecdsa('nistp256', 'P-256', 32),
  'ecdsa-sha2-nistp384': ecdsa('nistp384', 'P-384', 48),
  'ecdsa-sha2-nistp521': ecdsa('nistp521', 'P-521', 66),
  'sk-ecdsa-sha2-nistp256@openssh.com': ([curve, point, application, ...rest]) =>
    application?.length && rest.length === 0
      ? ecdsa('nistp256', 'P-256', 32)([curve, point].filter((field) => field !== undefined))
      : 'ssh_damaged',
}

/** Splits length-prefixed fields; null when the lengths do not fit. */
function readFields(blob: Buffer): Buffer[] | null {
  const fields: Buffer[] = []
  for (let at = 0; at < blob.length; ) {
    if (at + 4 > blob.length) return null
    const end = at + 4 + blob.readUInt32BE(at)
    if (end > blob.length) return null
    fields.push(blob.subarray(at + 4, end))
    at = end
  }
  return fields
}

function readRsa([exponent, modulus, ...rest]: Buffer[]): SshKeyFault | null {
  if (!exponent || !modulus || rest.length > 0) return 'ssh_damaged'
  const e = toBigInt(exponent)
  const n = toBigInt(modulus)
  if (e < 3n || e % 2n === 0n || n % 2n === 0n) return 'ssh_damaged'
  return n.toString(2).length < rsaBitsMin ? 'ssh_rsa_short' : null
}

function toBigInt(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`)
}

function ecdsa(curve: string, crv: string, size: number): Reader {
  return ([name, point, ...rest]) => {
    const isShaped = name?.toString('latin1') === curve && point?.length === 1 + 2 * size && point[0] === 4
    if (!isShaped || rest.length > 0) return 'ssh_damaged'
    try {
      // The import rejects a point that is not on the curve.
      const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)]
      createPublicKey({
        format: 'jwk',
        key: { kty: 'EC', crv, x: x.toString('base64url'), y: y.toString('base64url') },
      })
      return null
    } catch {
      return 'ssh_damaged'
    }
  }
}
