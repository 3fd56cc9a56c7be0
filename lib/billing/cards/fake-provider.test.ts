import { expect, test } from 'vitest'
import { systemNow } from '~/lib/kernel/time/clock'
import { serveLocally } from '../delivery/testing/local-server'
import { startFakeProvider } from './fake-provider'
import { httpCardProvider } from './http-card-provider'
import { nextPollSeconds } from './poll-schedule'
import { cardProviderContract } from './testing/provider-contract'

const secret = 'a-secret-of-tests'
const connect = (baseUrl: string, key = secret) =>
  httpCardProvider({ baseUrl, secret: key, timeoutMs: 5_000 })

cardProviderContract('the one that ships with the product', async () => {
  const notices: { signature: string | null; text: string }[] = []
  const listener = await serveLocally(({ headers, body }) => {
    notices.push({ signature: `${headers['x-card-signature']}`, text: body.toString('utf8') })
    return { status: 200 }
  })
  const fake = await startFakeProvider({ secret, clock: systemNow })
  return {
    provider: connect(fake.url),
    impostor: connect(fake.url, 'another-secret-of-tests'),
    customer: fake.act,
    payOut: fake.payOut,
    notices,
    noticeUrl: `${listener.url}/notices`,
    close() {
      fake.close()
      listener.close()
    },
  }
})

test('the payment page accepts one payment, redirects back, and escapes its texts', async () => {
  const fake = await startFakeProvider({ secret, clock: systemNow })
  try {
    const { pageUrl } = await connect(fake.url).createPage({
      key: 'cpy_page',
      cents: 4_200n,
      invoiceNumber: '<b>FAC</b>',
      returnUrl: 'http://localhost:3000/back',
      noticeUrl: `${fake.url}/nowhere`,
      locale: 'fr',
    })
    const shown = await (await fetch(pageUrl)).text()
    expect(shown).toContain('42,00')
    expect(shown).not.toContain('<b>FAC')
    const choose = (outcome: string) =>
      fetch(pageUrl, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' })
    const back = await choose('succeed')
    expect([back.status, back.headers.get('location')]).toEqual([303, 'http://localhost:3000/back'])
    await choose('decline')
    expect(fake.payments.get('cpy_page')?.state).toBe('paid')
    expect(await (await fetch(pageUrl)).text()).toContain('Ce paiement est fait')
    expect(await (await fetch(fake.url)).text()).toContain('Verser ce qui est payé')
    expect((await choose('anything')).status).toBe(400)
  } finally {
    fake.close()
  }
})

test.each([
  ['asked', false, 0, 10],
  ['open', false, 700, 60],
  ['open', false, 7_200, 900],
  ['paid', false, 0, 60],
  ['paid', false, 7_200, 3_600],
  ['paid', true, 0, null],
  ['declined', false, 0, null],
  ['expired', false, 0, null],
  ['disputed', false, 0, null],
] as const)('%s (paid out: %s) after %i s is polled after %s s', (state, isPassedOn, age, next) => {
  expect(nextPollSeconds({ state, isPassedOn }, age)).toBe(next)
})
