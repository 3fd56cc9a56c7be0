import { createHmac, timingSafeEqual } from 'node:crypto'

/** Accepted age of a notice: limits the replay of an intercepted one. */
const toleranceSeconds = 300

/** `t=<seconds>,v1=<HMAC-SHA256 of "seconds.text", hexadecimal>`, the format that card providers commonly use. Pure. */
export function signNotice(secret: string, text: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `t=${seconds},v1=${digest(secret, seconds, text).toString('hex')}`
}

/** Whether the text was signed with this secret within the tolerance. Pure. */
export function isSigned(secret: string, signature: string | null, text: string, now: Date): boolean {
  const [, at, hex] = /^t=([0-9]{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? []
  if (!at || !hex) return false
  const seconds = Number(at)
  if (Math.abs(now.getTime() / 1000 - seconds) > toleranceSeconds) return false
  return timingSafeEqual(Buffer.from(hex, 'hex'), digest(secret, seconds, text))
}

const digest = (secret: string, seconds: number, text: string) =>
  createHmac('sha256', secret).update(`${seconds}.${text}`).digest()
