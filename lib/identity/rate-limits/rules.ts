/** A number of events per number of seconds and key; each comment names the key. */
export type LimitRule = {
  points: number
  seconds: number
  /** Once exceeded, a pause of this length, doubled each time within a day, up to the maximum. */
  growingPause?: { firstSeconds: number; maxSeconds: number }
}

const minute = 60
const hour = 60 * minute

export const limitRules = {
  /** E-mail and network of the caller, or a known browser of that person: failed passwords. */
  sign_in_failures: {
    points: 5,
    seconds: 15 * minute,
    growingPause: { firstSeconds: 15 * minute, maxSeconds: hour },
  },
  /**
   * E-mail only: failed passwords from unknown browsers, over all networks. Far higher: an attacker on one network must
   * not lock the person out, and many networks together must not guess without end.
   */
  sign_in_failures_everywhere: {
    points: 100,
    seconds: hour,
    growingPause: { firstSeconds: 15 * minute, maxSeconds: hour },
  },
  /** Address of the caller: attempts to sign in, right or wrong. */
  sign_in_attempts: { points: 20, seconds: minute },
  /** Person, or a known browser of theirs: failed codes of the second factor. */
  second_factor_failures: {
    points: 5,
    seconds: 15 * minute,
    growingPause: { firstSeconds: 15 * minute, maxSeconds: hour },
  },
  /** Person: failed passwords while signed in. */
  password_checks: { points: 5, seconds: 15 * minute },
  /** Address of the caller: new accounts. */
  sign_up: { points: 5, seconds: hour },
  /** Requested e-mail address, known or not, and network of the caller: password reset links. */
  reset_mail: { points: 3, seconds: hour },
  /** Requested e-mail address, over all networks, so that others cannot fill a mailbox. */
  reset_mail_everywhere: { points: 20, seconds: hour },
  /** Address of the caller: the same, over all requested addresses. */
  reset_requests: { points: 20, seconds: hour },
  /** Account: links to confirm an address. */
  confirmation_mail: { points: 3, seconds: hour },
  /** Address of the caller: links opened and used. */
  link_attempts: { points: 30, seconds: minute },
  /** Address of the caller: directory look-ups before an account exists. */
  directory_look_ups: { points: 30, seconds: minute },
  /** Organisation: invitations mailed, including new links for pending ones. */
  invitations: { points: 20, seconds: hour },
  /** Account: signature codes mailed. */
  signature_codes: { points: 5, seconds: 15 * minute },
  /** Address of the caller, and e-mail address given: subscriptions to the status page. */
  status_subscriptions: { points: 10, seconds: hour },
  status_subscription_mail: { points: 3, seconds: hour },
  /** Organisation, and e-mail address given: requests to confirm an alert address. */
  alert_recipients: { points: 20, seconds: hour },
  alert_recipient_mail: { points: 3, seconds: hour },
  /** Organisation: orders. */
  orders_by_minute: { points: 10, seconds: minute },
  orders_by_day: { points: 100, seconds: 24 * hour },
  /** Organisation: test messages to endpoints. */
  webhook_tests: { points: 10, seconds: minute },
  /** Organisation: certificates ordered from a directory, or tried again. */
  certificate_orders: { points: 20, seconds: hour },
  /** Organisation: first-boot data read, in begun 4 KiB; reading 64 takes a large part of a second of a core. */
  user_data: { points: 320, seconds: minute },
  /** Organisation: prepared exports. */
  exports: { points: 30, seconds: hour },
  /** Person: documents rendered on demand, each a large part of a second of a core. */
  prints: { points: 20, seconds: minute },
  /** Organisation: files attached to purchase orders. */
  uploads: { points: 60, seconds: hour },
  /** Organisation: tickets opened. */
  tickets: { points: 20, seconds: hour },
  /** Account: messages in tickets. */
  ticket_messages: { points: 60, seconds: hour },
} as const satisfies Record<string, LimitRule>

export type LimitName = keyof typeof limitRules

/** Seconds to wait after exceeding a limit for the `strikes`-th time in a day. Pure. */
export function pauseSeconds(pause: { firstSeconds: number; maxSeconds: number }, strikes: number): number {
  return Math.min(pause.maxSeconds, pause.firstSeconds * 2 ** Math.min(Math.max(strikes, 1) - 1, 20))
}

/** Points multiplied by `RATE_LIMIT_FACTOR` (load tests); anything but a positive number counts as 1. Pure. */
export function raisedPoints(points: number, factorText: string | undefined): number {
  const factor = Number(factorText ?? 1)
  return Number.isFinite(factor) && factor > 0 ? Math.max(1, Math.floor(points * factor)) : points
}
