import { invariant } from '~/lib/kernel/errors'
import { everyRow } from './database'

/** The one statement that takes capacity from hosts if they have it. */
const conditionalUpdate = /update hosts h set vcpu_free = h\.vcpu_free - [^;]+;/
/** What one writes first for an order of one server: look whether there is room, then write what is left. */
const readThenWrite = `select vcpu_free into v_ask from hosts where id = v_hosts[1] and vcpu_free >= v_asked[2];
    update hosts set vcpu_free = v_ask - v_asked[2] where id = v_hosts[1] and v_ask is not null;`

/** Run `work` while the installation claims capacity by reading and then writing; put the real claim back. */
export async function withNaiveClaim<T>(work: () => Promise<T>): Promise<T> {
  const sql = everyRow()
  const [row] = await sql<{ definition: string }[]>`
    select pg_get_functiondef('app.claim_capacity'::regproc) as definition`
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
