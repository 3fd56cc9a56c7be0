-- A host stopped answering, or answers again: the customers of its servers see it, and the operator.
create or replace function app.note_host_reach() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform app.note_change('operations', 'staff', '');
  perform app.note_change('resources', i.organisation_id, i.project_id)
    from (select distinct organisation_id, project_id from instances where host_id = new.id) i;
  return null;
end $$;

revoke execute on function app.note_host_reach() from public;
