import { expect, it } from 'vitest'
import { splitPem } from './split-pem'

const pem = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----`

it('puts certificates and keys of one text apart, in their order', () => {
  const [a, b, key] = [pem('CERTIFICATE', 'aa'), pem('CERTIFICATE', 'bb'), pem('EC PRIVATE KEY', 'kk')]
  const text = `Bag Attributes\n${a}\n${pem('EC PARAMETERS', 'pp')}\n${key}\nissuer=x\n${b}\n`
  expect(splitPem(text)).toEqual({ chain: `${a}\n${b}`, privateKey: key })
})

it('finds nothing in another text', () => {
  expect(splitPem('-----BEGIN CERTIFICATE-----\naa')).toEqual({ chain: '', privateKey: '' })
})
