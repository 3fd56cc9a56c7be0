import type { Invariant } from './invariant.ts'

/** Invariants of measurements. */
export const measuringInvariants: readonly Invariant[] = [
  {
    name: 'transitions_alternate',
    promise: 'every transition of a vantage and subject changes the observed state',
    statement: `
      select vantage_id, subject_id, at, state from (
        select *, lag(state) over (partition by vantage_id, subject_id order by at) as before from probe_transitions
      ) t where state = before`,
  },
  {
    name: 'transitions_known',
    promise: 'no transition is later than the last round that its vantage has followed up',
    statement: `
      select t.vantage_id, t.subject_id, t.at, v.last_round_at from probe_transitions t
      join probe_vantages v on v.id = t.vantage_id where v.last_round_at is null or t.at > v.last_round_at`,
  },
  {
    name: 'states_folded',
    promise:
      'a vantage’s state of a subject is its newest transition, and unknown once it no longer observes it',
    statement: `
      select coalesce(s.vantage_id, n.vantage_id) as vantage_id, coalesce(s.subject_id, n.subject_id) as subject_id, s.state, n.state as newest
      from probe_states s full join (
        select distinct on (vantage_id, subject_id) vantage_id, subject_id, state from probe_transitions order by vantage_id, subject_id, at desc
      ) n using (vantage_id, subject_id)
      where case when s.subject_id is null then n.state <> 'unknown' else s.state is distinct from n.state end`,
  },
  {
    name: 'gaps_apart',
    promise: 'the gaps of a vantage do not overlap and lie before its last round',
    statement: `
      select g.vantage_id, g.from_at, g.to_at from (
        select *, lag(to_at) over (partition by vantage_id order by from_at) as before from probe_gaps
      ) g join probe_vantages v on v.id = g.vantage_id where g.from_at < g.before or v.last_round_at is null or g.to_at > v.last_round_at`,
  },
]
