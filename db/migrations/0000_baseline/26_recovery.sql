-- Recoveries, from the moment the first process notices that the database is not the accepted one. Only
-- app.note_recovery and app.end_recovery write them.

create table recoveries (
  id text primary key,
  reason text not null,
  known_identity text,
  found_identity text not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  ended_by_staff_id text,
  data_lost boolean,
  parked_sagas integer not null default 0,
  constraint recoveries_reason check (
    reason in ('new_system', 'new_database', 'new_timeline', 'new_place', 'journal_behind')
    and (ended_at is null) = (data_lost is null)),
  constraint recoveries_ended_by_staff_id_staff_accounts_id_fk
    foreign key (ended_by_staff_id) references staff_accounts (id)
);
create unique index recoveries_open on recoveries ((true)) where ended_at is null;
grant select on recoveries to andromede_operator, andromede_worker;
