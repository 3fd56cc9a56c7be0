import type { Invariant } from './invariant.ts'

/** Invariants of tickets. */
export const supportInvariants: readonly Invariant[] = [
  {
    name: 'ticket_states',
    promise: 'a ticket is in the state of its last change',
    statement: `
      select t.id, t.state, c.to_state from tickets t
      left join lateral (select to_state from ticket_changes c where c.ticket_id = t.id
        order by c.changed_at desc, c.id desc limit 1) c on true
      where c.to_state is distinct from t.state`,
  },
  {
    name: 'ticket_answers',
    promise: 'a first answer is measured where support has answered, and when it did',
    statement: `
      select t.id, t.answered_at, m.first_at from tickets t
      left join lateral (select min(created_at) as first_at from ticket_messages m
        where m.ticket_id = t.id and m.side = 'support') m on true
      where t.answered_at is distinct from m.first_at`,
  },
  {
    name: 'ticket_last_words',
    promise: 'a ticket’s last author and time are those of its thread',
    statement: `
      select t.id from tickets t
      join lateral (select max(created_at) as at from ticket_messages m where m.ticket_id = t.id) m on true
      where m.at is distinct from t.last_message_at`,
  },
  {
    name: 'ticket_numbers',
    promise: 'tickets are numbered from one on, without a gap',
    statement: `
      select count(*) as tickets, max(number) as last from tickets having count(*) <> coalesce(max(number), 0)`,
  },
]
