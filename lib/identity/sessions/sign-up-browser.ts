import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Id, isId } from '~/lib/kernel/ids'
import { deriveBytes } from '~/lib/kernel/secrets/secrets'
import { linkLifeSeconds } from '../tokens/issue-token'

/** As long as the link of the mail. */
export const signUpBrowserSeconds = linkLifeSeconds.confirm_email

const shape = /^v1\.([0-9]{1,12})\.(acc_[0-9a-z]{26})\.([A-Za-z0-9_-]{43})$/

/**
 * A token for the browser that sent this sign-up. Alone it grants nothing: with the link of the mail, which only the owner
 * of the address has, it signs this browser in. A sign-up with a known address gets one of an account that never exists, so
 * that the answers are the same.
 */
export function issueSignUpToken(accountId: Id<'account'>, now: Date): string {
  const issuedAt = Math.floor(now.getTime() / 1000)
  return `v1.${issuedAt}.${accountId}.${signatures(accountId, issuedAt)[0]}`
}

/** Whether this browser signed this account up within the last day. */
export function isSignUpBrowser(accountId: Id<'account'>, token: string | null, now: Date): boolean {
  const [, issued, account, given] = shape.exec(token ?? '') ?? []
  if (!issued || !given || !isId('account', account) || account !== accountId) return false
  const ageSeconds = now.getTime() / 1000 - Number(issued)
  if (ageSeconds < -60 || ageSeconds >= signUpBrowserSeconds) return false
  return signatures(accountId, Number(issued)).some((each) =>
    timingSafeEqual(Buffer.from(each), Buffer.from(given)),
  )
}

/** By each key, the newest first. */
const signatures = (accountId: Id<'account'>, issuedAt: number): string[] =>
  deriveBytes('customer-sign-in', 'sign-up browser').map((key) =>
    createHmac('sha256', key)
      .update(JSON.stringify([accountId, issuedAt]))
      .digest('base64url'),
  )
