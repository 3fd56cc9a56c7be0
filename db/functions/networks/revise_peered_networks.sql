-- Two networks were peered, or are no more: both are to be written again, also the one in a project that the caller may not
-- operate.
create or replace function app.revise_peered_networks() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update private_networks n set revision = n.revision + 1
    where n.id in (coalesce(new.network_id, old.network_id), coalesce(new.peer_id, old.peer_id));
  return null;
end $$;

revoke execute on function app.revise_peered_networks() from public;
