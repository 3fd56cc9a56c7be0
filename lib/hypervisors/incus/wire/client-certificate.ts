import { KeyObject } from 'node:crypto'

export type ClientCertificate = { certificate: string; privateKey: string }

const validYears = 10
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Creates a P-256 key and a self-signed certificate that identifies this installation to a hypervisor. */
export async function makeClientCertificate(name: string, now: Date): Promise<ClientCertificate> {
  // Imported lazily: it takes 0.2 s, and only a new hypervisor needs it. The first import is a polyfill for the second.
  await import('reflect-metadata')
  const { ExtendedKeyUsage, ExtendedKeyUsageExtension, X509CertificateGenerator } = await import(
    '@peculiar/x509'
  )
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + validYears)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    // The hypervisor's clock may be up to an hour behind ours.
    notBefore: new Date(now.getTime() - 3_600_000),
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])],
  })
  return {
    certificate: `${certificate.toString('pem')}\n`,
    privateKey: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}
