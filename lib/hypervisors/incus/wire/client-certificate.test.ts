import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { expect, it } from 'vitest'
import { makeClientCertificate } from './client-certificate'

it.each(['2026-11-25T09:30:00Z', '2041-01-31T00:00:00Z'])(
  'creates a certificate with its own key at %s',
  async (at) => {
    const now = new Date(at)
    const { certificate, privateKey } = await makeClientCertificate('andromede', now)
    const read = new X509Certificate(certificate)
    expect(read.subject).toBe('CN=andromede')
    expect(read.verify(read.publicKey)).toBe(true)
    expect(new Date(read.validFrom).getTime()).toBe(now.getTime() - 3_600_000)
    expect(new Date(read.validTo).getUTCFullYear()).toBe(now.getUTCFullYear() + 10)
    expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
    // Throws when key and certificate do not match.
    createSecureContext({ cert: certificate, key: privateKey })
  },
)

it('creates a different one each time', async () => {
  const now = new Date('2026-11-25T09:30:00Z')
  const [a, b] = [await makeClientCertificate('a', now), await makeClientCertificate('a', now)]
  expect(a.privateKey).not.toBe(b.privateKey)
  expect(new X509Certificate(a.certificate).serialNumber).not.toBe(
    new X509Certificate(b.certificate).serialNumber,
  )
})
