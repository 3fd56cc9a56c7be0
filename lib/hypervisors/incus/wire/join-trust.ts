import { once } from 'node:events'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { CallOptions } from '../../port/driver'
import { DriverError, deadlineError } from '../../port/driver-error'
import { createIncusContext } from '../context'
import { certificateError, fingerprintOf, type HttpsAddress } from './address'
import type { ClientCertificate } from './client-certificate'
import { openIncusHttp } from './http-client'
import { ping } from './ping'

type Where = { host: string; port: number; fingerprint: string }

/**
 * Returns the certificate of the server there if it has the expected fingerprint; sends nothing to any other server.
 *
 * @throws DriverError `certificate_changed`, `hypervisor_unreachable`, `timeout`
 */
export async function readServerCertificate(where: Where, { signal }: CallOptions): Promise<string> {
  if (signal.aborted) throw deadlineError(signal)
  const { host, port } = where
  // No authority verifies it: the fingerprint is compared before anything is sent.
  const socket = connect({
    host,
    port,
    rejectUnauthorized: false,
    ...(isIP(host) ? {} : { servername: host }),
  })
  try {
    await once(socket, 'secureConnect', { signal })
    const shown = socket.getPeerCertificate()
    if (!shown.raw || fingerprintOf(shown) !== where.fingerprint) throw certificateError()
    return `-----BEGIN CERTIFICATE-----\n${shown.raw.toString('base64')}\n-----END CERTIFICATE-----\n`
  } catch (error) {
    if (error instanceof DriverError) throw error
    if (signal.aborted) throw deadlineError(signal)
    throw new DriverError('hypervisor_unreachable', {
      rawText: error instanceof Error ? error.message : String(error),
      cause: error,
    })
  } finally {
    socket.destroy()
  }
}

/**
 * Makes the Incus there trust our certificate, and returns its own. A repeat finds that it is already trusted and
 * spends no token.
 *
 * @throws DriverError `unauthorised` when the token is refused (used, expired)
 */
export async function joinTrust(
  where: Where & { token: string; client: ClientCertificate; now: () => Date },
  options: CallOptions,
): Promise<HttpsAddress> {
  const { host, port, fingerprint, token, client, now } = where
  const https: HttpsAddress = {
    host,
    port,
    fingerprint,
    serverCertificate: await readServerCertificate(where, options),
    clientCertificate: client.certificate,
    clientKey: client.privateKey,
  }
  const http = openIncusHttp({ https, now, requestTimeoutMs: 10_000, failureLimit: 3, circuitOpenMs: 10_000 })
  try {
    const incus = createIncusContext({ http, project: 'default', installation: 'none', now })
    const isTrusted = await ping(incus, options).then(
      () => true,
      (error: unknown) => {
        if (error instanceof DriverError && error.code === 'unauthorised') return false
        throw error
      },
    )
    if (isTrusted) return https
    const json = { type: 'client', trust_token: token.trim() }
    await http.request('POST', '/1.0/certificates', { ...options, json }).catch((error: unknown) => {
      if (!(error instanceof DriverError) || error.retryable) throw error
      throw new DriverError('unauthorised', { rawText: error.rawText, cause: error })
    })
    await ping(incus, options)
    return https
  } finally {
    await http.close()
  }
}
