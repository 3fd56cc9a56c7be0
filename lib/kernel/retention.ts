/**
 * For how many days personal data without a legal period is kept. The privacy text (`legal.json`) and
 * docs/operating/retention.md name these figures.
 */
export const keptDays = {
  /** After a mail was created: recipient, subject and, where it was not sent, its text. A queued mail is always kept. */
  mails: 90,
  /** Read or not: a member may have been away for long. That of an order that still waits is always kept. */
  notices: 365,
} as const
