import { KeyObject } from 'node:crypto'
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { testNow } from '~/db/testing/contexts'

const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
export type MadeCertificate = { pem: string; key: string; keys: CryptoKeyPair; subject: string }
type Options = { issuer?: MadeCertificate; names?: string[]; isCa?: boolean; from?: Date; to?: Date }

/** This many days after the instant of tests. */
export const daysFromTestNow = (count: number) => new Date(testNow.getTime() + count * 86_400_000)

/** A certificate with its key; signed by itself without an issuer. By default from 10 days ago until in 80 days. */
export async function makeCertificate(
  subject: string,
  { issuer, names = [], isCa = false, from, to }: Options = {},
): Promise<MadeCertificate> {
  const keys = await crypto.subtle.generateKey(ec, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${subject}`,
    issuer: `CN=${issuer?.subject ?? subject}`,
    notBefore: from ?? daysFromTestNow(-10),
    notAfter: to ?? daysFromTestNow(80),
    signingAlgorithm: ec,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    extensions: [
      new BasicConstraintsExtension(isCa),
      ...(names.length > 0
        ? [new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })))]
        : []),
    ],
  })
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string
  return { pem: `${certificate.toString('pem')}\n`, key, keys, subject }
}
