import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { deskPage, paymentPage } from './fake-pages'
import type { FakeOutcome, FakePayment } from './fake-payment'
import { fakeOutcomes } from './fake-payment'
import { signNotice } from './notice-signature'

type FakeRefund = {
  key: string
  paymentKey: string
  cents: bigint
  noticeUrl: string
  state: 'pending' | 'refunded' | 'failed'
  refundedAt: number | null
  payout: { reference: string; feeCents: bigint } | null
}

type NoticeTarget = Pick<FakePayment, 'key' | 'cents' | 'noticeUrl'>

const refundFeeCents = 10n
const refundOrder = z.object({
  paymentKey: z.string().max(64),
  cents: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/)
    .transform(BigInt),
  currency: z.literal('EUR'),
  noticeUrl: z.url().max(2_000),
})
const order = z.object({
  cents: z
    .string()
    .regex(/^[1-9][0-9]{0,14}$/)
    .transform(BigInt),
  currency: z.literal('EUR'),
  invoiceNumber: z.string().min(1).max(64),
  returnUrl: z.url().max(2_000),
  noticeUrl: z.url().max(2_000),
  locale: z.enum(['fr', 'en']),
})

const bodyBytesMax = 16 * 1024
const pageLifetimeMs = 30 * 60_000

type Options = { secret: string; port?: number; lateMs?: number; clock: () => Date }
export type FakeProvider = Awaited<ReturnType<typeof startFakeProvider>>

/**
 * A card provider without cards: an HTTP server on loopback with a page for choosing the outcome. For tests and
 * demonstrations; its state is lost when the process ends.
 */
export async function startFakeProvider({ secret, port = 0, lateMs = 15_000, clock }: Options) {
  const payments = new Map<string, FakePayment>()
  const refunds = new Map<string, FakeRefund>()
  const payouts: { reference: string; grossCents: bigint; feeCents: bigint }[] = []
  const late = new Set<NodeJS.Timeout>()
  let isDown = false
  let isMute = false
  let ofRefunds: FakeRefund['state'] = 'refunded'
  let origin = ''

  async function sendNotice({ key, cents, noticeUrl }: NoticeTarget): Promise<number | null> {
    if (isMute) return null
    const text = JSON.stringify({ key, cents: `${cents}`, currency: 'EUR' })
    const headers = {
      'content-type': 'application/json',
      'x-card-signature': signNotice(secret, text, clock()),
    }
    // A lost notice does no harm: the seller also polls.
    return fetch(noticeUrl, { method: 'POST', headers, body: text, signal: AbortSignal.timeout(5_000) }).then(
      ({ status }) => status,
      () => null,
    )
  }

  const refresh = (payment: FakePayment): FakePayment => {
    if (payment.state === 'open' && clock().getTime() > payment.createdAt + pageLifetimeMs)
      payment.state = 'expired'
    return payment
  }

  async function end(payment: FakePayment, state: 'paid' | 'declined', times = 1): Promise<void> {
    if (payment.state !== 'open') return
    payment.state = state
    payment.paidAt = state === 'paid' ? clock().getTime() : null
    for (let time = 0; time < times; time += 1) await sendNotice(payment)
  }

  /** Simulates the customer's choice on the page. */
  async function act(key: string, outcome: FakeOutcome): Promise<void> {
    const payment = payments.get(key)
    if (!payment || refresh(payment).state !== 'open') return
    if (outcome === 'succeed') await end(payment, 'paid')
    if (outcome === 'twice') await end(payment, 'paid', 2)
    if (outcome === 'decline') await end(payment, 'declined')
    if (outcome === 'late') {
      const timer = setTimeout(() => {
        late.delete(timer)
        void end(payment, 'paid')
      }, lateMs)
      late.add(timer)
    }
  }

  /** Completes a pending refund. */
  async function endRefund(key: string, state: 'refunded' | 'failed'): Promise<void> {
    const refund = refunds.get(key)
    if (refund?.state !== 'pending') return
    refund.state = state
    refund.refundedAt = state === 'refunded' ? clock().getTime() : null
    await sendNotice(refund)
  }

  /** Refunds at most what was paid. */
  function putRefund(key: string, text: string): Answer {
    const parsed = refundOrder.safeParse(asJson(text))
    if (!parsed.success) return json(400, { error: 'malformed' })
    const { currency: _, ...asked } = parsed.data
    const known = refunds.get(key)
    if (known && (known.cents !== asked.cents || known.paymentKey !== asked.paymentKey))
      return json(409, { error: 'key_reused' })
    const payment = payments.get(asked.paymentKey)
    const given = [...refunds.values()]
      .filter(({ paymentKey, state }) => paymentKey === asked.paymentKey && state !== 'failed')
      .reduce((sum, { cents }) => sum + cents, 0n)
    if (!known && (payment?.state !== 'paid' || given + asked.cents > payment.cents))
      return json(422, { error: 'too_much' })
    const refundedAt = ofRefunds === 'refunded' ? clock().getTime() : null
    const refund = known ?? { ...asked, key, state: ofRefunds, refundedAt, payout: null }
    refunds.set(key, refund)
    return json(200, {
      state: refund.state,
      cents: `${refund.cents}`,
      currency: 'EUR',
      refundedAt: refund.refundedAt === null ? null : new Date(refund.refundedAt).toISOString(),
      failure: refund.state === 'failed' ? 'card_closed' : null,
      payout: payoutOf(refund),
    })
  }

  /**
   * Pays out all payments in one transfer, less 1.4 % and 25 cents per payment, refunds, and 10 cents per refund. Null
   * when nothing is left to pay out.
   */
  function payOut() {
    const due = [...payments.values()].filter(({ state, payout }) => state === 'paid' && payout === null)
    const refunded = [...refunds.values()].filter(
      ({ state, payout }) => state === 'refunded' && payout === null,
    )
    if (due.length + refunded.length === 0) return null
    const made = {
      reference: `PAYOUT-${randomBytes(6).toString('hex').toUpperCase()}`,
      grossCents: 0n,
      feeCents: 0n,
    }
    for (const payment of due) {
      const share = (payment.cents * 14n) / 1_000n + 25n
      const feeCents = share > payment.cents ? payment.cents : share
      payment.payout = { reference: made.reference, feeCents }
      made.grossCents += payment.cents
      made.feeCents += feeCents
    }
    for (const refund of refunded) {
      refund.payout = { reference: made.reference, feeCents: refundFeeCents }
      made.grossCents -= refund.cents
      made.feeCents += refundFeeCents
    }
    payouts.push(made)
    return made
  }

  const payoutOf = ({ payout }: Pick<FakePayment, 'payout'>) =>
    payout && { reference: payout.reference, feeCents: `${payout.feeCents}` }
  const shown = (payment: FakePayment) => ({
    state: payment.state,
    cents: `${payment.cents}`,
    currency: 'EUR',
    pageUrl: `${origin}/pay/${payment.token}`,
    paidAt: payment.paidAt === null ? null : new Date(payment.paidAt).toISOString(),
    payout: payoutOf(payment),
  })

  function put(key: string, text: string): Answer {
    const parsed = order.safeParse(asJson(text))
    if (!parsed.success) return json(400, { error: 'malformed' })
    const known = payments.get(key)
    if (known && known.cents !== parsed.data.cents) return json(409, { error: 'key_reused' })
    const { currency: _, ...asked } = parsed.data
    const token = randomBytes(24).toString('base64url')
    const made: FakePayment = {
      ...asked,
      key,
      token,
      createdAt: clock().getTime(),
      state: 'open',
      paidAt: null,
      payout: null,
    }
    if (!known) payments.set(key, made)
    return json(200, shown(refresh(known ?? made)))
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    if (isDown) return json(503, { error: 'down' })
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const { method, headers } = request
    // DNS rebinding: a page of another origin reached this server under its own host name.
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(headers.host ?? '')) return json(421, { error: 'host' })
    const [, key] = /^\/v1\/payments\/([A-Za-z0-9_-]{1,64})$/.exec(pathname) ?? []
    if (key) {
      if (!isBearer(headers.authorization, secret)) return json(401, { error: 'unauthenticated' })
      if (method === 'PUT') return put(key, await bodyOf(request))
      const payment = payments.get(key)
      return payment ? json(200, shown(refresh(payment))) : json(404, { error: 'unknown' })
    }
    const [, refundKey] = /^\/v1\/refunds\/([A-Za-z0-9_-]{1,64})$/.exec(pathname) ?? []
    if (refundKey && method === 'PUT')
      return isBearer(headers.authorization, secret)
        ? putRefund(refundKey, await bodyOf(request))
        : json(401, { error: 'unauthenticated' })
    const [, token] = /^\/pay\/([A-Za-z0-9_-]{32})$/.exec(pathname) ?? []
    const payment = token && [...payments.values()].find((each) => each.token === token)
    if (payment) {
      if (method !== 'POST') return html(paymentPage(refresh(payment)))
      const outcome = new URLSearchParams(await bodyOf(request)).get('outcome')
      const chosen = fakeOutcomes.find((each) => each === outcome)
      if (!chosen) return json(400, { error: 'malformed' })
      await act(payment.key, chosen)
      return { status: 303, headers: { location: payment.returnUrl }, body: '' }
    }
    if (pathname === '/payouts' && method === 'POST') {
      payOut()
      return { status: 303, headers: { location: '/' }, body: '' }
    }
    return pathname === '/' ? html(deskPage([...payments.values()].map(refresh), payouts)) : json(404, {})
  }

  const server = createServer((request, response) => {
    answer(request)
      .then((given) => say(response, given))
      .catch(() => response.destroy())
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: origin,
    payments,
    refunds,
    act,
    endRefund,
    payOut,
    /** Sends the notice of this payment again; returns the HTTP status of the answer. */
    tellAgain: (key: string) => sendNotice(payments.get(key) as FakePayment),
    /** Answers every call with 503, sends no notices, or leaves refunds pending or failed. */
    set(trouble: { isDown?: boolean; isMute?: boolean; ofRefunds?: FakeRefund['state'] }) {
      isDown = trouble.isDown ?? isDown
      isMute = trouble.isMute ?? isMute
      ofRefunds = trouble.ofRefunds ?? ofRefunds
    },
    close() {
      for (const timer of late) clearTimeout(timer)
      server.closeAllConnections()
      server.close()
    },
  }
}

type Answer = { status: number; headers: Record<string, string>; body: string }

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const html = (body: string): Answer => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  },
  body,
})

function say(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).byteLength
    if (size > bodyBytesMax) throw new Error('the body is too large')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isBearer(header: string | undefined, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(header ?? ''), hash(`Bearer ${secret}`))
}
