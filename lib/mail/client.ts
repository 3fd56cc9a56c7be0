export type MailState = 'queued' | 'sent' | 'failed' | 'kept'

export type MailboxEntry = {
  id: string
  recipient: string
  subject: string
  state: MailState
  createdAt: string
}

export type MailboxMail = MailboxEntry & { text: string }

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; href: string }

/** Splits a plain text at its http and https links, so that they can be rendered as links. Pure. */
export function splitLinks(text: string): TextPart[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map(
      (part, index): TextPart =>
        index % 2 === 1 ? { kind: 'link', href: part } : { kind: 'text', text: part },
    )
    .filter((part) => part.kind === 'link' || part.text !== '')
}
