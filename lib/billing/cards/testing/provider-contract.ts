import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CardPageRequest, CardProvider, CardRefundRequest } from '../card-provider'

/** A provider under test, with controls for its customers and its bank. */
export type ContractSubject = {
  provider: CardProvider
  /** The same provider, with a wrong secret. */
  impostor: CardProvider
  customer(key: string, does: 'succeed' | 'decline' | 'abandon'): Promise<void>
  payOut(): void
  /** Notices received, latest last. */
  notices: { signature: string | null; text: string }[]
  noticeUrl: string
  close(): void
}

let keys = 0

/** Contract of every implementation of `CardProvider`. */
export function cardProviderContract(name: string, start: () => Promise<ContractSubject>): void {
  describe(`${name} as a card provider`, () => {
    let subject: ContractSubject
    beforeAll(async () => {
      subject = await start()
    })
    afterAll(() => subject?.close())
    const ask = (more: Partial<CardPageRequest> = {}): CardPageRequest => {
      keys += 1
      return {
        key: `cpy_${keys}`,
        cents: 12_345n,
        invoiceNumber: 'FAC-1',
        returnUrl: 'http://localhost:3000/o/org',
        noticeUrl: subject.noticeUrl,
        locale: 'fr',
        ...more,
      }
    }
    const opened = async (more: Partial<CardPageRequest> = {}) => {
      const request = ask(more)
      return { key: request.key, request, ...(await subject.provider.createPage(request)) }
    }

    test('makes one page per key, also under repeated and concurrent requests', async () => {
      const request = ask()
      const pages = await Promise.all(Array.from({ length: 10 }, () => subject.provider.createPage(request)))
      expect(new Set(pages.map(({ pageUrl }) => pageUrl)).size).toBe(1)
      const other = await opened()
      expect(other.pageUrl).not.toBe(pages[0]?.pageUrl)
    })

    test('makes no page of another amount under the same key', async () => {
      const { request, key } = await opened()
      await expect(subject.provider.createPage({ ...request, cents: 1n })).rejects.toThrow()
      expect((await subject.provider.read(key))?.cents).toBe(12_345n)
    })

    test('reports an unknown key, an open page, a payment with its day, and a decline', async () => {
      expect(await subject.provider.read('cpy_none')).toBeNull()
      const [paid, declined, abandoned] = [await opened(), await opened(), await opened()]
      expect(await subject.provider.read(paid.key)).toMatchObject({
        state: 'open',
        cents: 12_345n,
        pageUrl: paid.pageUrl,
        paidAt: null,
        payout: null,
      })
      await subject.customer(paid.key, 'succeed')
      await subject.customer(declined.key, 'decline')
      await subject.customer(abandoned.key, 'abandon')
      expect(await subject.provider.read(paid.key)).toMatchObject({ state: 'paid', paidAt: expect.any(Date) })
      expect((await subject.provider.read(declined.key))?.state).toBe('declined')
      expect((await subject.provider.read(abandoned.key))?.state).toBe('open')
    })

    test('pays out the payments under one reference and reports its fee', async () => {
      const { key } = await opened()
      await subject.customer(key, 'succeed')
      subject.payOut()
      const report = await subject.provider.read(key)
      expect(report?.payout?.reference).toMatch(/^[A-Z0-9-]{8,35}$/)
      expect(report?.payout?.feeCents).toBeGreaterThanOrEqual(0n)
      expect(report?.payout?.feeCents).toBeLessThan(12_345n)
    })

    test('signs its notices: another secret, text or time is rejected', async () => {
      const { key } = await opened()
      await subject.customer(key, 'succeed')
      const notice = subject.notices.findLast(({ text }) => text.includes(`"${key}"`))
      if (!notice) throw new Error('it tells of what was paid')
      const now = new Date()
      expect(subject.provider.readNotice(notice, now)).toEqual({ key, cents: 12_345n })
      expect(subject.impostor.readNotice(notice, now)).toBeNull()
      expect(subject.provider.readNotice({ ...notice, text: `${notice.text} ` }, now)).toBeNull()
      expect(subject.provider.readNotice({ ...notice, signature: null }, now)).toBeNull()
      for (const minutes of [-10, 10])
        expect(subject.provider.readNotice(notice, new Date(now.getTime() + minutes * 60_000))).toBeNull()
    })

    test('refunds once per key, never more than was paid, and deducts it from the payout', async () => {
      const { key } = await opened()
      const refund = (more: Partial<CardRefundRequest> = {}) =>
        subject.provider.refund({
          key: `crf_${key}`,
          paymentKey: key,
          cents: 2_345n,
          noticeUrl: subject.noticeUrl,
          ...more,
        })
      await expect(refund()).rejects.toThrow()
      await subject.customer(key, 'succeed')
      const all = await Promise.all(Array.from({ length: 10 }, () => refund()))
      expect(new Set(all.map(({ refundedAt }) => refundedAt?.getTime())).size).toBe(1)
      expect(all[0]).toMatchObject({ state: 'refunded', cents: 2_345n, failure: null, payout: null })
      await expect(refund({ cents: 1n })).rejects.toThrow()
      await expect(refund({ key: `crf_${key}_more`, cents: 10_001n })).rejects.toThrow()
      expect((await refund({ key: `crf_${key}_rest`, cents: 10_000n })).state).toBe('refunded')
      subject.payOut()
      const { payout } = await refund()
      expect(payout?.reference).toBe((await subject.provider.read(key))?.payout?.reference)
      expect(payout?.feeCents).toBeGreaterThanOrEqual(0n)
    })

    test('answers only callers that have its secret', async () => {
      const { key, request } = await opened()
      await expect(subject.impostor.read(key)).rejects.toThrow()
      await expect(subject.impostor.createPage(request)).rejects.toThrow()
      await expect(
        subject.impostor.refund({ key: 'crf_x', paymentKey: key, cents: 1n, noticeUrl: subject.noticeUrl }),
      ).rejects.toThrow()
    })
  })
}
