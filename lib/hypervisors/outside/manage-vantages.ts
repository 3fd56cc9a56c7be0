import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { DomainError, sqlState } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal } from '~/lib/kernel/secrets/secrets'
import { makeClientCertificate } from '../incus/wire/client-certificate'
import { plainFingerprint } from './ask-vantage'
import { vantageKeyPlace } from './places'
import * as rows from './queries/outside-vantages'

export type NewVantage = { name: string; endpoint: string; source: string; fingerprint: string }

const namePattern = /^[a-z0-9][a-z0-9-]{0,39}$/
const endpointPattern = /^(unix:\/\S+|(\[[0-9a-f:]+\]|[a-zA-Z0-9.-]+):[1-9]\d{0,4})$/

/**
 * Adds a vantage outside the zones and makes the client certificate that it is to accept; returns its fingerprint.
 *
 * @throws DomainError `invalid_input`, `already_exists` (the name)
 */
export async function addVantage(ctx: OpContext, vantage: NewVantage): Promise<{ client: string }> {
  authorizeSystem(ctx)
  const fingerprint = plainFingerprint(vantage.fingerprint)
  const { name, endpoint, source } = vantage
  const invalid = (field: string) => new DomainError('invalid_input', { field })
  if (!namePattern.test(name)) throw invalid('name')
  if (!endpointPattern.test(endpoint)) throw invalid('endpoint')
  if (!isIP(source)) throw invalid('source')
  if (!/^[0-9A-F]{64}$/.test(fingerprint)) throw invalid('fingerprint')
  const id = newId('outsideVantage', ctx.now.getTime())
  const { certificate, privateKey } = await makeClientCertificate('andromede', ctx.now)
  try {
    await withSystem(ctx, async (tx) => {
      const keySealed = seal(privateKey, vantageKeyPlace(id))
      const row = { id, name, endpoint, source, fingerprint, certificate, keySealed, addedAt: ctx.now }
      await rows.insertVantage(tx, row)
      await recordAudit(tx, ctx, 'vantage.added', {
        organisationId: null,
        kind: 'outside_vantage',
        id,
        details: { name, endpoint, source, fingerprint },
      })
    })
  } catch (error) {
    if (sqlState(error) === '23505') throw new DomainError('already_exists', { field: 'name' })
    throw error
  }
  return { client: plainFingerprint(new X509Certificate(certificate).fingerprint256) }
}

/** @throws DomainError `not_found` */
export async function removeVantage(ctx: OpContext, { name }: { name: string }): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const found = (await rows.listVantages(tx)).find((row) => row.name === name)
    if (!found) throw new DomainError('not_found', { field: 'name' })
    await rows.markVantageRemoved(tx, found.id, ctx.now)
    const { id, endpoint } = found
    await recordAudit(tx, ctx, 'vantage.removed', {
      organisationId: null,
      kind: 'outside_vantage',
      id,
      details: { name, endpoint },
    })
  })
}
