-- Allow erasures again. After rows were lost, nothing deleted before is erased until a person allows it.
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

revoke execute on function app.release_erasures(timestamptz) from public;
grant execute on function app.release_erasures(timestamptz) to andromede_operator;
