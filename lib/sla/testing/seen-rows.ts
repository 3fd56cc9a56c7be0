import { withSystem } from '~/db/client'
import { probeGaps, probeTransitions, probeVantages, type VantageKind } from '~/db/schema/sla/sla'
import { systemTestContext } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import type { Reading } from '../availability/transitions'

const long = new Date('2025-01-01T00:00:00Z')

/** Inserts a vantage as a worker leaves it after its last round. */
export async function addVantage(
  kind: VantageKind,
  zoneId: Id<'zone'> | null,
  lastRoundAt: Date,
  createdAt: Date = long,
): Promise<Id<'vantage'>> {
  const id = newId('vantage')
  await withSystem(systemTestContext(), (tx) =>
    tx.insert(probeVantages).values({ id, zoneId, kind, name: kind, lastRoundAt, createdAt }),
  )
  return id
}

/** Inserts a vantage's observations of a subject: each state from its instant on. */
export async function addSeen(
  vantageId: Id<'vantage'>,
  subject: { id: string; organisationId: Id<'organisation'> | null },
  seen: readonly (readonly [at: string, state: Reading])[],
): Promise<void> {
  const rows = seen.map(([at, state]) => ({
    vantageId,
    subjectId: subject.id,
    organisationId: subject.organisationId,
    at: new Date(at),
    state,
  }))
  await withSystem(systemTestContext(), (tx) => tx.insert(probeTransitions).values(rows))
}

export async function addGap(vantageId: Id<'vantage'>, from: string, to: string): Promise<void> {
  const row = { vantageId, fromAt: new Date(from), toAt: new Date(to) }
  await withSystem(systemTestContext(), (tx) => tx.insert(probeGaps).values(row))
}
