import type { Invariant } from './invariant.ts'

/** Invariants of incidents, their updates and maintenance. */
export const incidentInvariants: readonly Invariant[] = [
  {
    name: 'incidents_said',
    promise: 'an incident is in the state of its newest public update; an unopened one has no updates',
    statement: `
      select i.id, i.state, u.state as said from incidents i
      left join lateral (select state from incident_updates where incident_id = i.id order by at desc, id desc limit 1) u on true
      where case when i.state in ('proposed', 'dismissed') then u.state is not null else u.state is distinct from i.state end
        or (i.opened_at is null) <> (i.state in ('proposed', 'dismissed'))`,
  },
  {
    name: 'incidents_over',
    promise: 'a resolved incident was repaired and affects no resource',
    statement: `
      select i.id from incidents i
      where (i.state = 'resolved') <> (i.resolved_at is not null)
        or (i.state = 'resolved' and (i.repaired_at is null
          or exists (select 1 from incident_resources r where r.incident_id = i.id and r.to_at is null)))`,
  },
  {
    name: 'incidents_order',
    promise: 'no incident is detected or repaired before it began, or opened before it was detected',
    statement: `
      select id from incidents where detected_at < started_at or opened_at < detected_at or repaired_at < started_at`,
  },
  {
    name: 'incident_owners',
    promise: 'resources affected by an incident or maintenance are recorded with their owner',
    statement: `
      select r.subject_id from (select subject_id, organisation_id from incident_resources
        union all select subject_id, organisation_id from maintenance_resources) r
      left join instances i on i.id = r.subject_id left join volumes v on v.id = r.subject_id
      where coalesce(i.organisation_id, v.organisation_id) is distinct from r.organisation_id`,
  },
  {
    name: 'maintenance_clock',
    promise:
      'current maintenance has begun, completed maintenance has ended, cancelled maintenance has neither',
    statement: `
      select id from maintenance_windows
      where (state in ('under_way', 'done')) <> (started_at is not null) or (state = 'done') <> (ended_at is not null)`,
  },
]
