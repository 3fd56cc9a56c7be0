-- Notes that rows of a topic have changed, once per transaction: the setting remembers what this one has noted already.
-- Readers find it after the commit, see docs/decisions/0083.
create or replace function app.note_change(p_topic text, p_audience text, p_project text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_key text := ' ' || p_topic || ':' || p_audience || ':' || p_project || ' ';
  v_noted text := coalesce(current_setting('app.noted_changes', true), '');
begin
  if strpos(v_noted, v_key) > 0 then return; end if;
  perform set_config('app.noted_changes', v_noted || v_key, true);
  insert into changes (transaction_id, topic, audience, project_id, noted_at)
    values (pg_current_xact_id(), p_topic, p_audience, p_project, now()) on conflict do nothing;
end $$;

revoke execute on function app.note_change(text, text, text) from public;
