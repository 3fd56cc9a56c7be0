-- Apply what two people have agreed to, with its secrets, in the transaction that decides it and in no other: the site
-- cannot read the secrets and has no other way to write them.
create or replace function app.apply_sealed_change(applied_id text, applied_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  change seller_changes;
begin
  select * into change from seller_changes where id = applied_id and state = 'agreed' and decided_at = applied_at;
  if not found then raise exception 'this change was not agreed to now' using errcode = 'insufficient_privilege'; end if;
  if change.subject = 'card_provider' then
    insert into card_providers (selling_entity_id, base_url, secret_sealed, is_on, updated_at)
    values (change.sealed ->> 'sellingEntityId', change.after ->> 'baseUrl', change.sealed ->> 'secret', false, applied_at)
    on conflict (selling_entity_id) do update
      set base_url = excluded.base_url, secret_sealed = excluded.secret_sealed, updated_at = excluded.updated_at;
  elsif change.subject in ('connection_chorus_pro', 'connection_platform') then
    delete from einvoice_connections where channel = substr(change.subject, 12);
    insert into einvoice_connections (channel, base_url, token_url, client_id, client_secret_sealed, account_sealed, updated_at)
    values (substr(change.subject, 12), change.after ->> 'baseUrl', change.after ->> 'tokenUrl', change.after ->> 'clientId',
      change.sealed ->> 'clientSecret', change.sealed ->> 'account', applied_at);
  else
    raise exception 'this change has no secrets' using errcode = 'insufficient_privilege';
  end if;
end $$;

revoke execute on function app.apply_sealed_change(text, timestamptz) from public;
grant execute on function app.apply_sealed_change(text, timestamptz) to andromede_operator;
