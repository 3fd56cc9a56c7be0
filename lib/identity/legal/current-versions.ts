import type { Tx } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findCurrentVersion, listCurrentVersions } from './queries/legal'

export type LegalVersions = { termsVersion: string; dpaVersion: string }

/** Returns the versions of the terms of sale and the data-processing agreement in force at `now`. */
export async function currentLegalVersions(tx: Tx, now: Date): Promise<LegalVersions> {
  const [terms, dpa] = await Promise.all([
    findCurrentVersion(tx, 'terms', now),
    findCurrentVersion(tx, 'dpa', now),
  ])
  invariant(terms && dpa, 'a version of each legal document is published')
  return { termsVersion: terms.version, dpaVersion: dpa.version }
}

/** Returns the versions that the organisation must still accept; empty when up to date. */
export async function outstandingLegalVersions(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<{ kind: 'terms' | 'dpa'; version: string }[]> {
  const { terms, dpa } = await versionsFor(tx, organisationId, now)
  return [terms, dpa].filter(({ isAccepted }) => !isAccepted).map(({ kind, version }) => ({ kind, version }))
}

/**
 * Returns the versions in force, for an order to name; the organisation must have accepted them.
 *
 * @throws DomainError `state_forbids` with reason `legal_versions_outdated`
 */
export async function requireCurrentLegalVersions(
  tx: Tx,
  organisationId: Id<'organisation'>,
  now: Date,
): Promise<LegalVersions> {
  const { terms, dpa } = await versionsFor(tx, organisationId, now)
  if (!terms.isAccepted || !dpa.isAccepted)
    throw new DomainError('state_forbids', { params: { reason: 'legal_versions_outdated' } })
  return { termsVersion: terms.version, dpaVersion: dpa.version }
}

async function versionsFor(tx: Tx, organisationId: Id<'organisation'>, now: Date) {
  const versions = await listCurrentVersions(tx, organisationId, now)
  const [terms, dpa] = (['terms', 'dpa'] as const).map((kind) => versions.find((each) => each.kind === kind))
  invariant(terms && dpa, 'a version of each legal document is published')
  return { terms, dpa }
}
