import { escapeMarkup } from '~/lib/kernel/text/escape'
import type { Locale } from '~/lib/kernel/text/locale'

/** The content of a template in one language: the event, the action, and the page that shows it. */
export type MailText = {
  subject: string
  greeting: string
  paragraphs: readonly string[]
  action?: { label: string; url: string }
  /** Shown after the action: how long a link is valid, or what to do when the recipient did not request it. */
  note?: string
}

/** One mail in every language of the interface. */
export type MailTemplate<P> = Record<Locale, (params: P) => MailText>

export type RenderedMail = { subject: string; text: string; html: string }

const signature: Record<Locale, string> = {
  fr: 'Andromède, le cloud souverain en libre-service',
  en: 'Andromède, the self-service sovereign cloud',
}

/** The plain and HTML parts of a mail. Typed text is escaped; line ends never reach headers. Pure. */
export function renderMail(mail: MailText, locale: Locale): RenderedMail {
  return { subject: oneLine(mail.subject), text: renderText(mail, locale), html: renderHtml(mail, locale) }
}

function renderText(mail: MailText, locale: Locale): string {
  const action = mail.action ? [`${mail.action.label} :\n${mail.action.url}`] : []
  const note = mail.note ? [mail.note] : []
  return [mail.greeting, ...mail.paragraphs, ...action, ...note, `-- \n${signature[locale]}\n`].join('\n\n')
}

function renderHtml(mail: MailText, locale: Locale): string {
  const paragraph = (text: string, style = '') =>
    `<p style="margin:0 0 16px;${style}">${escapeMarkup(text)}</p>`
  const action = mail.action
    ? `<p style="margin:0 0 16px"><a href="${escapeMarkup(mail.action.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#f2a93b;color:#14171f;font-weight:600;text-decoration:none">${escapeMarkup(mail.action.label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#565d6d;word-break:break-all">${escapeMarkup(mail.action.url)}</p>`
    : ''
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${escapeMarkup(oneLine(mail.subject))}</title></head>
<body style="margin:0;padding:24px;background:#f7f4ee;color:#14171f;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:28px;border:1px solid #e4dfd4;border-radius:12px;background:#fff">
${[mail.greeting, ...mail.paragraphs].map((text) => paragraph(text)).join('\n')}
${action}
${mail.note ? paragraph(mail.note, 'color:#565d6d') : ''}
</div>
<p style="max-width:560px;margin:16px auto;font-size:13px;color:#565d6d">${escapeMarkup(signature[locale])}</p>
</body></html>
`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
