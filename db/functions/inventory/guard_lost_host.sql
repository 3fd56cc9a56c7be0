-- While a host is declared lost it stays failed and silent: workers and people cannot change that.
create or replace function app.guard_lost_host() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (new.state <> 'failed' or new.unreachable_since is null)
    and exists (select from host_losses l where l.host_id = new.id and l.ended_at is null) then
    raise exception 'the host % is declared lost', new.id using errcode = 'check_violation';
  end if;
  return new;
end $$;

revoke execute on function app.guard_lost_host() from public;
