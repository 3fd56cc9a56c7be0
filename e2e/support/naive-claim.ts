import { invariant } from '~/lib/kernel/errors'
import { everyRow } from './database'

/** The one statement that takes capacity from a host if it has it. */
const conditionalUpdate = /update hosts set vcpu_free = vcpu_free - [^;]+;/
/** What one writes first: look whether there is room, then write what is left. */
const readThenWrite = `select vcpu_free into v_seed from hosts where id = v_need.host_id and vcpu_free >= v_need.vcpu;
    update hosts set vcpu_free = v_seed - v_need.vcpu where id = v_need.host_id and v_seed is not null;`

/** Run `work` while the installation claims capacity by reading and then writing; put the real claim back. */
export async function withNaiveClaim<T>(work: () => Promise<T>): Promise<T> {
  const sql = everyRow()
  const [row] = await sql<{ definition: string }[]>`
    select pg_get_functiondef('app.claim_allocations'::regproc) as definition`
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
