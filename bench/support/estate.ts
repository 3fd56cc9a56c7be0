import {
  makeSellingZone,
  makeSignedInBuyers,
  orderOf,
  postOrder,
  type SignedInBuyer,
} from '../../e2e/support/crowd.ts'
import { sql, until } from '../../e2e/support/database.ts'
import { hypervisorName } from '../../lib/hypervisors/port/names.ts'
import { invariant } from '../../lib/kernel/errors.ts'
import { newId } from '../../lib/kernel/ids.ts'
import { makeCatalogue } from '../../lib/ordering/testing/order-world.ts'

/**
 * An organisation with `count` running servers and their open usage: one is ordered and delivered, the others are
 * copies of its rows.
 */
export async function makeLargeEstate(portalUrl: string, count: number): Promise<SignedInBuyer> {
  const [buyer] = await makeSignedInBuyers(1)
  invariant(buyer, 'one buyer was asked for')
  const zone = await makeSellingZone(1)
  const answer = await postOrder(portalUrl, buyer, orderOf(buyer, zone, await makeCatalogue([zone])))
  invariant(answer.outcome === 'accepted', `ordered, not ${answer.outcome}`)
  const { organisationId } = buyer
  const delivered = async () => {
    const [row] =
      await sql`select 1 from order_lines where organisation_id = ${organisationId} and state = 'delivered'`
    return row !== undefined
  }
  await until('the first server is delivered', delivered)
  const copies = Array.from({ length: count - 1 }, (_, i) => ({
    id: newId('instance'),
    name: `web-${String(i).padStart(4, '0')}`,
    address: `10.250.${Math.floor(i / 250)}.${(i % 250) + 1}`,
    tags: { env: i % 3 === 0 ? 'prod' : 'test', equipe: `equipe-${i % 12}` },
  }))
  await sql`insert into instances select (jsonb_populate_record(i, c)).* from instances i,
    jsonb_array_elements(${sql.json(copies)}) c where i.organisation_id = ${organisationId}`
  // The datacenter needs them too, or all their probes would fail: a lost zone is another measurement.
  const guests = copies.map(({ id, name, address }) => ({
    name: hypervisorName(id),
    resource_id: id,
    label: name,
    address,
  }))
  await sql`insert into simulator.instances select (jsonb_populate_record(g, c)).* from simulator.instances g,
    jsonb_array_elements(${sql.json(guests)}) c where g.organisation_id = ${organisationId}`
  const meters = await sql<
    { id: string }[]
  >`select id from usage_intervals where organisation_id = ${organisationId}`
  for (const meter of meters) {
    const rows = copies.map(({ id }) => ({ id: newId('usageInterval'), resource_id: id }))
    await sql`insert into usage_intervals select (jsonb_populate_record(u, c)).* from usage_intervals u,
      jsonb_array_elements(${sql.json(rows)}) c where u.id = ${meter.id}`
  }
  await sql`analyze instances, usage_intervals`
  return buyer
}
