import { createHmac, randomBytes } from 'node:crypto'

/**
 * Signatures as in Standard Webhooks 1.0.0: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, one for each
 * secret that is in force, so that a receiver may change over in its own time.
 */
export function signWebhook(
  secrets: readonly string[],
  message: { id: string; timestampSeconds: number; body: string },
): string {
  const signed = `${message.id}.${message.timestampSeconds}.${message.body}`
  return secrets
    .map((secret) => `v1,${createHmac('sha256', secretBytes(secret)).update(signed).digest('base64')}`)
    .join(' ')
}

/** A new secret as receivers are given it: `whsec_` and the base64 of 32 random bytes. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

const secretBytes = (secret: string) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
