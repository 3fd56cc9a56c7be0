import { createTransport, type Transporter } from 'nodemailer'
import { readVariable } from '~/lib/kernel/configuration/read'

const timeoutMs = 10_000
let open: { url: string; transporter: Transporter } | null = null

/** The mail transport from `SMTP_URL`; null without one. */
export function mailTransport(): Transporter | null {
  const url = readVariable('SMTP_URL')
  if (!url) return null
  if (open?.url === url) return open.transporter
  const parsed = new URL(url)
  const isSecure = parsed.protocol === 'smtps:'
  const transporter = createTransport({
    host: parsed.hostname,
    port: Number(parsed.port || (isSecure ? 465 : 587)),
    secure: isSecure,
    // A password is never sent unencrypted, even when the server offers no TLS.
    requireTLS: parsed.username !== '' && !isSecure,
    ...(parsed.username && {
      auth: { user: decodeURIComponent(parsed.username), pass: decodeURIComponent(parsed.password) },
    }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  open = { url, transporter }
  return transporter
}

/** The sender address of mails. */
export function mailSender(): string {
  return readVariable('SMTP_FROM')
}
