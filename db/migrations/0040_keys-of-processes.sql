-- Which keys a process holds, which one seals and since when: a rotation waits for all of them.
alter table process_heartbeats add column keys jsonb not null default '{}';

-- Which keys sealed this database, and the sealed keys of its links and heads, are not the worker's to write either.
drop trigger installation_facts_guard on installation_facts;
create trigger installation_facts_guard before insert or update on installation_facts
  for each row when (current_user = 'andromede_worker' and new.name in ('database', 'place', 'data_lost_at',
    'erasures_released_at', 'synchronous_system', 'secrets', 'links_key', 'journal_key'))
  execute function app.guard_database_facts();
