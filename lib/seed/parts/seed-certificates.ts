import { KeyObject } from 'node:crypto'
import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import { notifyEndingCertificates, uploadCertificate } from '~/lib/resources'
import { seedMember, seedSystem } from '../contexts'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

const day = 86_400
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
/** Of the project of this server; the days are those until the end. */
const plans = [
  {
    organisation: 'valmont',
    server: 'portail-citoyen-01',
    names: ['www.valmont.example', 'valmont.example'],
    days: 19,
  },
  { organisation: 'valmont', server: 'portail-citoyen-01', names: ['demarches.valmont.example'], days: 240 },
] as const

/** Uploads certificates of customers, one of them near its end, of which their members are notified. */
export async function seedCertificates(
  today: Date,
  organisations: readonly SeededOrganisation[],
): Promise<void> {
  const at = addSeconds(today, -day)
  for (const { organisation, server, names, days } of plans) {
    const customer = organisations.find(({ key }) => key === organisation)
    invariant(customer, `${organisation} is a customer`)
    const { ownerId, organisationId } = customer
    const projectId = await withSystem(seedSystem(at), (tx) =>
      queries.findProjectOfServer(tx, organisationId, server),
    )
    invariant(projectId, `${organisation} has no server ${server}`)
    const made = await makeCertificate(names, {
      from: addSeconds(at, -day),
      to: addSeconds(today, days * day),
    })
    await uploadCertificate(seedMember(at, ownerId, organisationId), { projectId, name: '', ...made })
  }
  await notifyEndingCertificates(seedSystem(at))
}

async function makeCertificate(
  names: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<{ chain: string; privateKey: string }> {
  // The first import is a polyfill for the second.
  await import('reflect-metadata')
  const { SubjectAlternativeNameExtension, X509CertificateGenerator } = await import('@peculiar/x509')
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [names[0] ?? ''] }],
    notBefore: from,
    notAfter: to,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
    ],
  })
  const privateKey = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' })
  return { chain: certificate.toString('pem'), privateKey: String(privateKey) }
}
