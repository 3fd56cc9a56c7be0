-- An operator accepts the database that was shown. If rows were lost, operations that the rows call running are older
-- than what exists outside: each waits for a person. Returns how many, or null when the database has changed
-- meanwhile.
create or replace function app.end_recovery(p_identity text, p_staff text, p_data_lost boolean, p_at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_parked integer := 0;
begin
  if p_identity <> app.database_identity() then return null; end if;
  if p_data_lost then
    update sagas set state = 'parked', failure_code = 'recovery', failure_params = null, failure_text = null,
      lease_owner = null, lease_expires_at = null where state in ('running', 'undoing');
    get diagnostics v_parked = row_count;
    insert into installation_facts (name, value) values ('data_lost_at', p_at::text)
      on conflict (name) do update set value = excluded.value;
    -- What was read while the database was held is no comparison since: the clocks of two machines may differ.
    update zone_comparisons set compared_at = null where compared_at is not null;
    update drifts set held = true where state = 'open';
    update private_networks set unverified = true where not unverified;
    update public_addresses set unverified = true where not unverified and (released_at is null or applied_revision < revision);
    update balancers set unverified = true, found_digest = null where not unverified and state = 'active';
    update name_records set unverified = true where not unverified;
    -- They may have left after the moment that the rows know: as after a retry, the platform is searched before the next attempt.
    update document_deliveries set attempts = 1 where state = 'waiting' and attempts = 0;
    update payment_reports set attempts = 1 where state = 'waiting' and attempts = 0;
    update declarations set attempts = 1 where state = 'waiting' and attempts = 0;
    update spare_networks set withdrawn_at = p_at where withdrawn_at is null;
  end if;
  insert into installation_facts (name, value) values ('database', p_identity)
    on conflict (name) do update set value = excluded.value;
  delete from installation_facts where name = 'place';
  update recoveries set ended_at = p_at, ended_by_staff_id = p_staff, data_lost = p_data_lost, parked_sagas = v_parked
    where ended_at is null;
  return v_parked;
end $$;

revoke execute on function app.end_recovery(text, text, boolean, timestamptz) from public;
grant execute on function app.end_recovery(text, text, boolean, timestamptz) to andromede_operator;
