/** Long enough to sign up, find one's telephone and scan. */
const freshSeconds = 15 * 60

/**
 * Whether the session is old enough to have been left open: a password is then required before a factor is set. Pure.
 */
export function needsPasswordAgain(session: { createdAt: Date }, now: Date): boolean {
  return now.getTime() - session.createdAt.getTime() > freshSeconds * 1000
}

/** Several deletions in a row need one proof; a browser left open over lunch needs another. */
const proofSeconds = 5 * 60

/** Whether a proof given at `provenAt` is still valid for a destructive act. Pure. */
export function isProofFresh(provenAt: Date | null, now: Date): boolean {
  return provenAt !== null && now.getTime() - provenAt.getTime() <= proofSeconds * 1000
}
