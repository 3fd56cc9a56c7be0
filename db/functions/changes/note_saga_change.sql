-- A saga or one of its steps has changed. It belongs to the project of its server or volume; others name none here, and
-- their own rows do.
create or replace function app.note_saga_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_organisation text := new.organisation_id;
  v_resource text;
begin
  if tg_table_name = 'sagas' then v_resource := new.resource_id;
  else select s.resource_id into v_resource from sagas s where s.id = new.saga_id;
  end if;
  perform app.note_change('resources', v_organisation, coalesce(
    (select i.project_id from instances i where i.id = v_resource),
    (select v.project_id from volumes v where v.id = v_resource), ''));
  return null;
end $$;

revoke execute on function app.note_saga_change() from public;
