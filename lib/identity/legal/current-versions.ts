import type { Tx } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findCurrentVersion, listAcceptances } from './queries/legal'

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
  const [current, accepted] = await Promise.all([
    currentLegalVersions(tx, now),
    listAcceptances(tx, organisationId),
  ])
  return outstandingOf(current, accepted)
}

function outstandingOf(current: LegalVersions, accepted: readonly { kind: string; version: string }[]) {
  const wanted = [
    { kind: 'terms', version: current.termsVersion },
    { kind: 'dpa', version: current.dpaVersion },
  ] as const
  return wanted.filter(
    (each) => !accepted.some((known) => known.kind === each.kind && known.version === each.version),
  )
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
  const [current, accepted] = await Promise.all([
    currentLegalVersions(tx, now),
    listAcceptances(tx, organisationId),
  ])
  if (outstandingOf(current, accepted).length > 0)
    throw new DomainError('state_forbids', { params: { reason: 'legal_versions_outdated' } })
  return current
}
