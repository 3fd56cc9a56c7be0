import { invariant } from '~/lib/kernel/errors'
import { sql } from './database'

/**
 * The single statement that takes capacity from a server's host if it has it, and returns the addresses of its zone.
 */
const conditionalUpdate = /update hosts h set vcpu_free = h\.vcpu_free - [^;]+;/
/** The naive way: read whether there is room, then write what is left. */
const readThenWrite = `select address_prefix into v_prefix from zones where id = p_zone_id;
    select vcpu_free into v_count from hosts where id = p_host_id and vcpu_free >= p_vcpu;
    update hosts set vcpu_free = v_count - p_vcpu where id = p_host_id and v_count is not null;`

/**
 * Run `work` while the installation claims capacity by reading and then writing; restore the real claim afterwards.
 */
export async function withNaiveClaim<T>(work: () => Promise<T>): Promise<T> {
  const [row] = await sql<{ definition: string }[]>`
    select pg_get_functiondef('app.claim_server'::regproc) as definition`
  invariant(row, 'capacity is claimed in the database')
  const naive = row.definition.replace(conditionalUpdate, readThenWrite)
  invariant(naive !== row.definition, 'the claim of a host is the statement known here')
  await sql.unsafe(naive)
  try {
    return await work()
  } finally {
    await sql.unsafe(row.definition)
  }
}
