import { createHmac, randomBytes } from 'node:crypto'

/**
 * Signatures of Standard Webhooks 1.0.0: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, one per valid
 * secret, so that a receiver can change secrets at any time.
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

/** A new secret in the format for receivers: `whsec_` and the base64 of 32 random bytes. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

const secretBytes = (secret: string) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
