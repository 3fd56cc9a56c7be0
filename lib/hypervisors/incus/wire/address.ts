import type { PeerCertificate } from 'node:tls'
import { Pool } from 'undici'
import { DriverError } from '../../port/driver-error'

export type Place = { host: string; port: number }
/** Where a member listens; null where it is not known which. */
export type MemberPlace = Place & { member: string | null }

/** Where an Incus listens over HTTPS, the one certificate that it may show, and the one that we show. */
export type HttpsAddress = Place & {
  /** Every address of the cluster, in the order in which they are tried; left out, this one alone. */
  places?: readonly MemberPlace[]
  /** SHA-256 of the certificate in DER, lower-case hexadecimal. */
  fingerprint: string
  /** The certificate with this fingerprint, PEM. */
  serverCertificate: string
  clientCertificate: string
  clientKey: string
}

export type IncusAddress = { socketPath: string } | { https: HttpsAddress }

const connections = 16
const connectTimeoutMs = 5_000
/** Where there is another address to try. */
const shortConnectTimeoutMs = 2_000

/** The addresses of an Incus, never none; empty where it is reached by a socket. */
export function placesOf(address: IncusAddress): readonly MemberPlace[] {
  if ('socketPath' in address) return []
  const { host, port, places } = address.https
  return places && places.length > 0 ? places : [{ host, port, member: null }]
}

/** The same Incus, at this one of its addresses. */
export function at(address: IncusAddress, place: Place | undefined): IncusAddress {
  if ('socketPath' in address || !place) return address
  return { https: { ...address.https, host: place.host, port: place.port } }
}

/** Connections to one Incus. Over HTTPS no authority is asked: the pinned certificate is the only one taken. */
export function openPool(address: IncusAddress): Pool {
  if ('socketPath' in address) {
    return new Pool('http://incus', { connect: { socketPath: address.socketPath }, connections })
  }
  const { host, port, fingerprint, serverCertificate, clientCertificate, clientKey } = address.https
  return new Pool(`https://${host.includes(':') ? `[${host}]` : host}:${port}`, {
    connections,
    connect: {
      timeout: placesOf(address).length > 1 ? shortConnectTimeoutMs : connectTimeoutMs,
      ca: serverCertificate,
      cert: clientCertificate,
      key: clientKey,
      checkServerIdentity: (_host: string, shown: PeerCertificate) =>
        fingerprintOf(shown) === fingerprint ? undefined : certificateError(),
    },
  })
}

/** SHA-256 of a certificate as Incus writes it. */
export function fingerprintOf(certificate: Pick<PeerCertificate, 'fingerprint256'>): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase()
}

/** Whoever answers is not whom the operator approved. */
export function certificateError(cause?: unknown): DriverError {
  return new DriverError('certificate_changed', {
    rawText: 'the certificate shown is not the one approved',
    cause,
  })
}
