import { KeyObject } from 'node:crypto'

export type ClientCertificate = { certificate: string; privateKey: string }

const validYears = 10
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** A new key (P-256) and a self-signed certificate of it, by which a hypervisor recognises this installation. */
export async function makeClientCertificate(name: string, now: Date): Promise<ClientCertificate> {
  // Loaded here because it takes 0.2 s, and only a new hypervisor needs it. The first import is a polyfill of the second.
  await import('reflect-metadata')
  const { ExtendedKeyUsage, ExtendedKeyUsageExtension, X509CertificateGenerator } = await import(
    '@peculiar/x509'
  )
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + validYears)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    // The clock of the hypervisor may be up to an hour behind ours.
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
