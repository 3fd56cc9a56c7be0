import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** Scanners of leaked secrets find tokens by it. */
const prefix = 'andr_pat_'

/** How a secret whose end is `hint` is shown. */
export const maskOf = (hint: string) => `${prefix}…${hint}`
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const bodyLength = 43
const checkLength = 6
const form = new RegExp(`^${prefix}[0-9A-Za-z]{${bodyLength + checkLength}}$`)

/** A new secret of a token: the prefix, 256 random bits in base 62, and a checksum; 58 characters, one word. */
export function newTokenSecret(): string {
  const body = inBase62(BigInt(`0x${randomBytes(32).toString('hex')}`), bodyLength)
  return `${prefix}${body}${checkOf(body)}`
}

/** Whether the text has the form and the checksum of a token, without asking the database. Pure. */
export function isTokenSecret(text: string): boolean {
  if (!form.test(text)) return false
  const body = text.slice(prefix.length, prefix.length + bodyLength)
  return text.endsWith(checkOf(body))
}

const checkOf = (body: string) => inBase62(BigInt(crc32(body)), checkLength)

function inBase62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)] + text
  return text
}
