import type { PeerCertificate } from 'node:tls'
import { Pool } from 'undici'
import { DriverError } from '../../port/driver-error'

export type Place = { host: string; port: number }
/** The address of a member; null when the member is unknown. */
export type MemberPlace = Place & { member: string | null }

/** The HTTPS addresses of an Incus, its pinned certificate, and our client certificate. */
export type HttpsAddress = Place & {
  /** Every address of the cluster in the order in which they are tried; absent means this one only. */
  places?: readonly MemberPlace[]
  /** SHA-256 of the DER certificate, lower-case hexadecimal. */
  fingerprint: string
  /** The PEM certificate with this fingerprint. */
  serverCertificate: string
  clientCertificate: string
  clientKey: string
}

export type IncusAddress = { socketPath: string } | { https: HttpsAddress }

const connections = 16
const connectTimeoutMs = 5_000
/** Where another address can be tried. */
const shortConnectTimeoutMs = 2_000

/** Returns the addresses of an Incus, at least one over HTTPS; empty for a socket. */
export function placesOf(address: IncusAddress): readonly MemberPlace[] {
  if ('socketPath' in address) return []
  const { host, port, places } = address.https
  return places && places.length > 0 ? places : [{ host, port, member: null }]
}

/** Returns the same Incus at this one of its addresses. */
export function withPlace(address: IncusAddress, place: Place | undefined): IncusAddress {
  if ('socketPath' in address || !place) return address
  return { https: { ...address.https, host: place.host, port: place.port } }
}

/** Opens connections to one Incus. HTTPS trusts the pinned certificate only and no authority. */
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

/** Returns the SHA-256 of a certificate in Incus' format. */
export function fingerprintOf(certificate: Pick<PeerCertificate, 'fingerprint256'>): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase()
}

/** The server at this address is not the one that the operator approved. */
export function certificateError(cause?: unknown): DriverError {
  return new DriverError('certificate_changed', {
    rawText: 'the certificate shown is not the one approved',
    cause,
  })
}
