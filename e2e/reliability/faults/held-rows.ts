import type { Rehearsal } from './rehearsal'

type Sql = Rehearsal['sql']
type Repair = () => Promise<unknown>

const idOf = (prefix: string) => `${prefix}_${'0'.repeat(19)}faultxx`

/**
 * Rows as such a fault leaves them, where causing it would take hours or another company: they are written past the
 * foreign keys, and nothing in the product works on them.
 */
export function makeHeldRows(sql: Sql) {
  const write = (run: (tx: Sql) => Promise<unknown>) =>
    sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await run(tx as unknown as Sql)
    })
  const [saga, drift, delivery, certificate, endpoint] = ['sag', 'drf', 'del', 'crt', 'whe'].map(idOf) as [
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    async saga(state: 'running' | 'parked', ageSeconds: number): Promise<Repair> {
      await write(
        (
          tx,
        ) => tx`insert into sagas (id, organisation_id, kind, resource_kind, resource_id, state, input, requested_by,
            run_after, created_at)
          select ${saga}, min(id), 'stop_instance', 'instance', 'ins_rehearsal', ${state}, '{}', 'rehearsal',
            now() + interval '1 day', now() - make_interval(secs => ${ageSeconds}) from organisations`,
      )
      return () => write((tx) => tx`delete from sagas where id = ${saga}`)
    },

    /** Of a task that no worker knows. */
    async job(attempts: number): Promise<Repair> {
      await sql`select graphile_worker.add_job('rehearsal', '{}')`
      const ofTask = sql`task_id = (select id from graphile_worker._private_tasks where identifier = 'rehearsal')`
      if (attempts > 0)
        await sql`update graphile_worker._private_jobs set attempts = ${attempts}, max_attempts = ${attempts} where ${ofTask}`
      return () => sql`delete from graphile_worker._private_jobs where ${ofTask}`
    },

    async drift(): Promise<Repair> {
      await write(
        (
          tx,
        ) => tx`insert into drifts (id, zone_id, kind, subject, details, state, first_seen_at, seen_at, held)
          select ${drift}, min(id), 'unknown_object', 'rehearsal', '{}', 'open', now(), now(), true
          from zones where driver = 'simulator'`,
      )
      return () => write((tx) => tx`delete from drifts where id = ${drift}`)
    },

    /** Due, while the workers cannot lease deliveries. */
    async webhook(): Promise<Repair> {
      await sql`revoke update on webhook_deliveries from andromede_worker`
      await write(async (tx) => {
        await tx`insert into webhook_endpoints (id, organisation_id, url, events, secret_sealed, created_at)
          select ${endpoint}, min(id), 'https://hook.test', '{}', 'rehearsal', now() from organisations`
        await tx`insert into webhook_deliveries (id, organisation_id, endpoint_id, message_id, event, payload, state,
            next_attempt_at, created_at)
          select ${delivery}, min(id), ${endpoint}, 'rehearsal', 'order.placed', '{}', 'waiting', now(), now()
          from organisations`
      })
      return async () => {
        await write(async (tx) => {
          await tx`delete from webhook_deliveries where id = ${delivery}`
          await tx`delete from webhook_endpoints where id = ${endpoint}`
        })
        await sql`grant update on webhook_deliveries to andromede_worker`
      }
    },

    async document(ageSeconds: number): Promise<Repair> {
      await write(
        (
          tx,
        ) => tx`insert into document_deliveries (id, organisation_id, document_id, channel, state, next_attempt_at, created_at)
          select ${delivery}, min(id), 'rehearsal', 'platform', 'waiting', now() + interval '1 day',
            now() - make_interval(secs => ${ageSeconds}) from organisations`,
      )
      return () => write((tx) => tx`delete from document_deliveries where id = ${delivery}`)
    },

    async certificate(days: number): Promise<Repair> {
      await write(async (tx) => {
        await tx`insert into certificates (id, organisation_id, project_id, name, host_names, valid_from, valid_to, fingerprint,
            notified_days, created_at, changed_at)
          select ${certificate}, min(id), 'rehearsal', 'rehearsal', '{}', now(), now() + make_interval(days => ${days}),
            'rehearsal', 0, now(), now() from organisations`
        await tx`insert into certificate_orders (certificate_id, organisation_id, balancer_id, state, next_at)
          select ${certificate}, min(id), 'rehearsal', 'issued', now() + interval '1 day' from organisations`
      })
      return () =>
        write(async (tx) => {
          await tx`delete from certificate_orders where certificate_id = ${certificate}`
          await tx`delete from certificates where id = ${certificate}`
        })
    },
  }
}
