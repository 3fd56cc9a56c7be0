import type postgres from 'postgres'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import type { TestBuyer } from '~/testing/buyer'
import { type Estate, makeEstate } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { followFailures } from '../index'

type Reading = 'up' | 'down' | 'unknown'

/** Servers of two organisations on one host of an estate, and two vantages with rounds written by the test. */
export type IncidentWorld = {
  estate: Estate
  sql: postgres.Sql
  hostId: Id<'host'>
  /** Two of the estate's own organisation and one of the foreign one, all on the host; two more are elsewhere. */
  own: Id<'instance'>[]
  foreign: Id<'instance'>
  elsewhere: Id<'instance'>[]
  /** Both vantages see these states at this instant, and everything else up. */
  look(readings: Readonly<Record<string, Reading>>, at: Date): Promise<void>
  /** Runs the sweeper at this instant. */
  follow(at: Date): Promise<void>
  staff(at?: Date): OpContext
  member(of?: TestBuyer, role?: MemberRole, at?: Date): OpContext
  mails(template: string): Promise<{ recipient: string; subject: string; textBody: string }[]>
}

export const later = (seconds: number) => addSeconds(testNow, seconds)

export async function openIncidentWorld(sql: postgres.Sql): Promise<IncidentWorld> {
  const estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
  const [hostId, otherHostId] = (
    await sql<{ id: Id<'host'> }[]>`select id from hosts where zone_id = ${estate.zone.zoneId} order by id`
  ).map(({ id }) => id) as [Id<'host'>, Id<'host'>]
  const place = async (host: Id<'host'>, of: TestBuyer, name: string) => {
    const id = await addInstance(estate, { of, name })
    await sql`update instances set host_id = ${host} where id = ${id}`
    return id
  }
  const own = [await place(hostId, estate.own, 'etat-civil'), await place(hostId, estate.own, 'archives')]
  const foreign = await place(hostId, estate.foreign, 'dossiers')
  const elsewhere = [
    await place(otherHostId, estate.own, 'ailleurs-1'),
    await place(otherHostId, estate.own, 'ailleurs-2'),
  ]
  const { as: staff } = await makeStaff(sql, ['support'], { fullName: 'Sabine Roche' })
  const vantages = [newId('vantage'), newId('vantage')]
  for (const [index, id] of vantages.entries())
    await sql`insert into probe_vantages (id, zone_id, kind, name, created_at)
      values (${id}, ${estate.zone.zoneId}, ${index === 0 ? 'control' : 'agent'}, ${id}, ${testNow})`
  const everything = [...own, foreign, ...elsewhere]
  return {
    estate,
    sql,
    hostId,
    own,
    foreign,
    elsewhere,
    async look(readings, at) {
      for (const vantage of vantages) {
        await sql`update probe_vantages set last_round_at = ${at} where id = ${vantage}`
        for (const id of everything) {
          const reading = readings[id] ?? 'up'
          const of = id === foreign ? estate.foreign : estate.own
          await sql`insert into probe_states (vantage_id, subject_id, subject_kind, organisation_id, reading, state)
            values (${vantage}, ${id}, 'instance', ${of.organisationId}, ${reading}, ${reading})
            on conflict (vantage_id, subject_id) do update set reading = excluded.reading, state = excluded.state`
          await sql`insert into probe_transitions (vantage_id, subject_id, at, organisation_id, state)
            values (${vantage}, ${id}, ${addSeconds(at, -10)}, ${of.organisationId}, ${reading}) on conflict do nothing`
        }
      }
    },
    follow: (at) => followFailures(systemTestContext(at)),
    staff,
    member: (of = estate.own, role = 'technical', at = testNow) => of.as(role, at),
    mails: (template) => sql<{ recipient: string; subject: string; textBody: string }[]>`
      select recipient, subject, text_body as "textBody" from mail_messages where template = ${template} order by id`,
  }
}
