import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

/** Why a certificate is refused. */
export type CertificateFault =
  | 'certificate_unreadable'
  | 'certificate_chain'
  | 'certificate_expired'
  | 'certificate_not_yet_valid'
  | 'certificate_without_names'
  | 'certificate_weak_key'
  | 'certificate_too_many'
  | 'key_unreadable'
  | 'key_encrypted'
  | 'key_other'

export type CertificateFacts = {
  /** Host names that it is for: `www.example.fr`, `*.example.fr`. */
  names: string[]
  validFrom: Date
  validTo: Date
  /** SHA-256 of the certificate, `AB:CD:…`. */
  fingerprint: string
  /** Key and chain as HAProxy reads them, without anything else that was in the texts. */
  bundle: string
}

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g
const chainMax = 10
const rsaBitsMin = 2_048
const curves: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1']

/**
 * Checks an uploaded certificate with its chain, the server's own first, and its key. Nothing about trust: a private
 * authority is the customer's choice. Pure.
 */
export function checkCertificate(
  { chain, privateKey }: { chain: string; privateKey: string },
  now: Date,
): { fault: CertificateFault } | { facts: CertificateFacts } {
  const certificates = readChain(chain)
  const [leaf] = certificates ?? []
  if (!certificates || !leaf) return { fault: 'certificate_unreadable' }
  if (certificates.length > chainMax) return { fault: 'certificate_too_many' }
  const key = readKey(privateKey)
  if (typeof key === 'string') return { fault: key }
  if (!leaf.checkPrivateKey(key)) return { fault: 'key_other' }
  if (isWeak(key)) return { fault: 'certificate_weak_key' }
  if (!isChain(certificates)) return { fault: 'certificate_chain' }
  const [validFrom, validTo] = [new Date(leaf.validFrom), new Date(leaf.validTo)]
  if (validTo <= now) return { fault: 'certificate_expired' }
  if (validFrom > now) return { fault: 'certificate_not_yet_valid' }
  const names = namesOf(leaf)
  if (names.length === 0) return { fault: 'certificate_without_names' }
  const parts = [key.export({ type: 'pkcs8', format: 'pem' }), ...certificates.map((each) => each.toString())]
  const bundle = parts.map((part) => `${String(part).trim()}\n`).join('')
  return { facts: { names, validFrom, validTo, fingerprint: leaf.fingerprint256, bundle } }
}

function readChain(text: string): X509Certificate[] | null {
  try {
    return (text.match(block) ?? []).map((each) => new X509Certificate(each))
  } catch {
    return null
  }
}

function readKey(text: string): KeyObject | 'key_unreadable' | 'key_encrypted' {
  if (/ENCRYPTED/.test(text)) return 'key_encrypted'
  try {
    return createPrivateKey({ key: text, format: 'pem' })
  } catch {
    return 'key_unreadable'
  }
}

function isWeak({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) < rsaBitsMin
  return asymmetricKeyType !== 'ec' || !curves.includes(asymmetricKeyDetails?.namedCurve ?? '')
}

/** Whether each certificate is signed by the next one. The last one may be a root, or signed by one that is left out. */
function isChain(certificates: readonly X509Certificate[]): boolean {
  return certificates.every((certificate, at) => {
    const issuer = certificates[at + 1]
    return !issuer || (issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))
  })
}

function namesOf({ subjectAltName }: X509Certificate): string[] {
  return (subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => (entry.startsWith('DNS:') ? [entry.slice(4).toLowerCase()] : []))
}
