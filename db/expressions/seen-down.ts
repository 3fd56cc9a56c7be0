import { type SQL, sql } from 'drizzle-orm'

/** Older readings of a vantage count as unknown; equals the longest gap of the availability measurement. */
export const knownSeconds = 30

/**
 * Since when every vantage sees this server or volume down in its last round; null where one does not, or where it was not
 * looked at within `knownSeconds` or since `workingSince`. By the database's clock, which wrote the rounds.
 */
export const seenDownSince = (subjectId: SQL, workingSince: SQL) => sql<string | null>`(
  select case when bool_and(look.reading = 'down'
      and vantage.last_round_at > greatest(clock_timestamp() - make_interval(secs => ${knownSeconds}), ${workingSince}))
    then max(coalesce(case when look.state = 'down' then newest.at end, vantage.last_round_at)) end
  from probe_states look join probe_vantages vantage on vantage.id = look.vantage_id
  left join lateral (select c.at from probe_transitions c where c.subject_id = look.subject_id and c.vantage_id = look.vantage_id
    order by c.at desc limit 1) newest on true
  where look.subject_id = ${subjectId} and vantage.retired_at is null)`
