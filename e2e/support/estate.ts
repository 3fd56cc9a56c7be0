import { randomUUID } from 'node:crypto'
import { withSystem } from '~/db/client'
import { addSshKey } from '~/lib/identity'
import { ed25519Line } from '~/lib/identity/testing/ssh-lines'
import { invariant } from '~/lib/kernel/errors'
import { placeOrder } from '~/lib/ordering'
import { placeOrderInput } from '~/lib/ordering/schema'
import { readSeedNames } from '~/lib/seed/parts/queries/seed'
import type { TestBuyer } from '~/testing/buyer'
import { sql, systemNowContext, until } from './database'
import { memberContext } from './world'

export type OrderedEstate = {
  orderId: string
  sshKeyId: string
  instances: { id: string; name: string }[]
  volumes: { id: string; name: string }[]
  sagaId: string
}

/** Ids of the demonstration's zones, bundles and images by their short names. */
export const seedNames = () => withSystem(systemNowContext(), (tx) => readSeedNames(tx))

/** Orders and delivers small servers and volumes for this organisation, with no operation left running. */
export async function orderEstate(
  organisation: TestBuyer,
  counts: { instances: number; volumes: number },
): Promise<OrderedEstate> {
  const names = await seedNames()
  const ctx = memberContext(organisation.owner, organisation.organisationId)
  const sshKey = await addSshKey(ctx, { name: 'poste', publicKey: ed25519Line() })
  const zoneId = names.zones.get('PAR1')
  const line = (bundle: string, name: string, quantity: number) => ({
    bundleId: names.bundles.get(bundle),
    zoneId,
    ...(bundle === 'essai' ? { imageId: names.images.get('debian-13'), sshKeyIds: [sshKey.id] } : {}),
    name,
    quantity,
  })
  const lines = [
    ...(counts.instances > 0 ? [line('essai', 'web', counts.instances)] : []),
    ...(counts.volumes > 0 ? [line('disque-rapide-100', 'disque', counts.volumes)] : []),
  ]
  const outcome = await placeOrder(ctx, placeOrderInput.parse({ idempotencyKey: randomUUID(), lines }))
  invariant(outcome.outcome === 'accepted', `ordered, not ${outcome.outcome}`)
  await until(`order ${outcome.number} is delivered`, () => isIdle(organisation.organisationId))
  const rows = (table: 'instances' | 'volumes') => {
    return sql<{ id: string; name: string }[]>`
      select id, name from ${sql(table as string)} where organisation_id = ${organisation.organisationId} order by id`
  }
  const [saga] = await sql<{ id: string }[]>`
    select id from sagas where organisation_id = ${organisation.organisationId} order by id limit 1`
  invariant(saga, 'an order makes sagas')
  return {
    orderId: outcome.orderId,
    sshKeyId: sshKey.id,
    instances: [...(await rows('instances'))],
    volumes: [...(await rows('volumes'))],
    sagaId: saga.id,
  }
}

/** Whether the organisation has no running operation: fingerprints can be compared from then on. */
export async function isIdle(organisationId: string): Promise<boolean> {
  const [row] = await sql<{ live: number }[]>`
    select (select count(*) from sagas where organisation_id = ${organisationId} and state in ('running', 'undoing'))::int
      + (select count(*) from order_lines where organisation_id = ${organisationId} and state in ('accepted', 'in_progress'))::int
      + (select count(*) from name_records where organisation_id = ${organisationId} and applied_revision < revision)::int
      + (select count(*) from names n where n.organisation_id = ${organisationId} and n.kind = 'alias' and not exists (
          select from name_records r where r.project_id = n.project_id and r.name like n.label || '.%'))::int as live`
  return row?.live === 0
}
