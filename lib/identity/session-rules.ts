/** Idle and absolute limits of a session in seconds, by kind of person. */
export const sessionLimits = {
  account: { idleSeconds: 30 * 60, absoluteSeconds: 12 * 3600 },
  staff: { idleSeconds: 15 * 60, absoluteSeconds: 12 * 3600 },
} as const

/** `last_seen_at` is written at most this often, so that reading pages does not write at every request. */
export const touchEverySeconds = 60

/** Whether a session of this kind is still valid at `now`. Pure. */
export function isSessionAlive(
  kind: keyof typeof sessionLimits,
  session: { lastSeenAt: Date; expiresAt: Date; disabledAt: Date | null },
  now: Date,
): boolean {
  if (session.disabledAt) return false
  if (now >= session.expiresAt) return false
  return now.getTime() - session.lastSeenAt.getTime() < sessionLimits[kind].idleSeconds * 1000
}
