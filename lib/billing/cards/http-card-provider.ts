import { z } from 'zod'
import { boundedText } from '~/lib/kernel/text/bounded-text'
import { type CardPaymentReport, type CardProvider, CardProviderError } from './card-provider'
import { isSigned } from './notice-signature'

const answerBytesMax = 64 * 1024

const cents = z
  .string()
  .regex(/^[0-9]{1,15}$/)
  .transform(BigInt)
const local = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//
const pageUrl = z
  .url()
  .max(2_000)
  .refine((text) => text.startsWith('https://') || local.test(text))
const report = z.object({
  state: z.enum(['open', 'paid', 'declined', 'expired']),
  cents,
  currency: z.literal('EUR'),
  pageUrl,
  paidAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
  payout: z.object({ reference: z.string().regex(/^[A-Z0-9-]{8,35}$/), feeCents: cents }).nullable(),
})
const refund = z.object({
  state: z.enum(['pending', 'refunded', 'failed']),
  cents,
  currency: z.literal('EUR'),
  refundedAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
  failure: z.string().max(300).nullable(),
  payout: z.object({ reference: z.string().regex(/^[A-Z0-9-]{8,35}$/), feeCents: cents }).nullable(),
})
const notice = z.object({ key: z.string().min(1).max(64), cents, currency: z.literal('EUR') })

type Options = { baseUrl: string; secret: string; timeoutMs: number }

/**
 * A provider over HTTP: `PUT` and `GET /v1/payments/<key>`, `PUT /v1/refunds/<key>` with the secret as bearer token,
 * notices signed with it. Limits time and size; follows no redirect.
 */
export function httpCardProvider({ baseUrl, secret, timeoutMs }: Options): CardProvider {
  const call = async (path: 'payments' | 'refunds', key: string, init: RequestInit) => {
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}/v1/${path}/${encodeURIComponent(key)}`, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { ...init.headers, accept: 'application/json', authorization: `Bearer ${secret}` },
    })
    return { status: response.status, text: await boundedText(response, answerBytesMax) }
  }
  return {
    async createPage({ key, cents: asked, ...request }) {
      const { status, text } = await call('payments', key, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...request, cents: `${asked}`, currency: 'EUR' }),
      })
      if (status !== 200) throw new CardProviderError(`no page: status ${status}`)
      const answer = read(text)
      if (answer.cents !== asked) throw new CardProviderError('a page of another amount')
      return { pageUrl: answer.pageUrl }
    },
    async read(key) {
      const { status, text } = await call('payments', key, { method: 'GET' })
      if (status === 404) return null
      if (status !== 200) throw new CardProviderError(`no answer about a payment: status ${status}`)
      return read(text)
    },
    async refund({ key, cents: asked, ...request }) {
      const { status, text } = await call('refunds', key, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...request, cents: `${asked}`, currency: 'EUR' }),
      })
      if (status !== 200) throw new CardProviderError(`no refund: status ${status}`)
      const { currency: _, ...answer } = refund.parse(JSON.parse(text))
      if ((answer.state === 'refunded') !== (answer.refundedAt !== null))
        throw new CardProviderError('given back, and no day')
      return answer
    },
    readNotice({ signature, text }, now) {
      if (!isSigned(secret, signature, text, now)) return null
      const { key, cents } = notice.parse(JSON.parse(text))
      return { key, cents }
    },
  }
}

function read(text: string): CardPaymentReport {
  const { currency: _, ...answer } = report.parse(JSON.parse(text))
  if ((answer.state === 'paid') !== (answer.paidAt !== null)) throw new CardProviderError('paid, and no day')
  return answer
}
