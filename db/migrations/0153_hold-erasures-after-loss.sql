-- After rows were lost nothing that was deleted before is erased, until a person has said that it may be.
create or replace function app.release_erasures(p_at timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_lost timestamptz := (select value::timestamptz from installation_facts where name = 'data_lost_at');
  v_released timestamptz := (select value::timestamptz from installation_facts where name = 'erasures_released_at');
begin
  if v_lost is null or v_released >= v_lost then return false; end if;
  insert into installation_facts (name, value) values ('erasures_released_at', greatest(p_at, v_lost)::text)
    on conflict (name) do update set value = excluded.value;
  return true;
end $$;
--> statement-breakpoint
revoke execute on function app.release_erasures(timestamptz) from public;
--> statement-breakpoint
grant execute on function app.release_erasures(timestamptz) to andromede_operator;
--> statement-breakpoint
drop trigger installation_facts_guard on installation_facts;
--> statement-breakpoint
create trigger installation_facts_guard before insert or update on installation_facts for each row
  when (current_user = 'andromede_worker' and new.name in ('database', 'place', 'data_lost_at', 'erasures_released_at'))
  execute function app.guard_database_facts();
