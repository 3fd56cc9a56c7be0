/** Long enough to sign up, find one's telephone and scan. */
const freshSeconds = 15 * 60

/** A session older than that may have been left open: the password is asked again before a factor is set. Pure. */
export function needsPasswordAgain(session: { createdAt: Date }, now: Date): boolean {
  return now.getTime() - session.createdAt.getTime() > freshSeconds * 1000
}
