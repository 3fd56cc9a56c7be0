/** Long enough to sign up, find one's telephone and scan. */
const freshSeconds = 15 * 60

/** A session older than that may have been left open: the password is asked again before a factor is set. Pure. */
export function needsPasswordAgain(session: { createdAt: Date }, now: Date): boolean {
  return now.getTime() - session.createdAt.getTime() > freshSeconds * 1000
}

/** Several deletions in a row ask once; a browser left open at lunch asks again. */
const proofSeconds = 5 * 60

/** Whether what was shown at `provenAt` still stands for the person before an act that destroys. Pure. */
export function isProofFresh(provenAt: Date | null, now: Date): boolean {
  return provenAt !== null && now.getTime() - provenAt.getTime() <= proofSeconds * 1000
}
