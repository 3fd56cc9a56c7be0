-- A cluster whose standbys are synchronous is declared once; a worker then goes on after a promotion that has its last mark.

-- The last mark of each worker on an agreed database. Only app.follow_database writes it.
create table recovery_marks (
  worker_id text primary key,
  identity text not null,
  marked_at timestamptz not null,
  is_synchronous boolean not null
);
grant select on recovery_marks to andromede_operator, andromede_worker;

alter table recoveries add column is_continued boolean not null default false;
alter table recoveries drop constraint recoveries_reason;
alter table recoveries add constraint recoveries_reason check (
  reason in ('new_system', 'new_database', 'new_timeline', 'new_place', 'journal_behind', 'writes_lost')
  and (ended_at is null) = (data_lost is null)
  and (not is_continued or (data_lost is false and reason = 'new_timeline')));

drop trigger installation_facts_guard on installation_facts;
create trigger installation_facts_guard before insert or update on installation_facts
  for each row when (current_user = 'andromede_worker'
    and new.name in ('database', 'place', 'data_lost_at', 'erasures_released_at', 'synchronous_system'))
  execute function app.guard_database_facts();
