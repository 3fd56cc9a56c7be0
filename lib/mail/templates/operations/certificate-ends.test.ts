import { expect, it } from 'vitest'
import { certificateEnds } from './certificate-ends'

it('asks for no successor of a certificate that is renewed by itself', () => {
  const params = {
    name: 'A',
    certificate: 'www',
    balancers: '',
    endsAt: '2026-12-01T00:00:00Z',
    url: 'https://p',
  }
  const texts = (isOrdered: boolean) =>
    (['fr', 'en'] as const).map((locale) =>
      certificateEnds[locale]({ ...params, isOrdered }).paragraphs.join(),
    )
  for (const text of texts(true)) expect(text).not.toMatch(/remplace|replace/i)
  for (const text of texts(false)) expect(text).toMatch(/remplace|replace/i)
})
