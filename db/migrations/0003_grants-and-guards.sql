-- Each process has its own role and only the privileges its use cases need. The portal has no grant on a
-- staff table; nobody may change or delete an audit row, a transition, or a closed price.

grant select, insert, update on organisations to andromede_portal;
grant select, insert, update on organisation_members to andromede_portal;
grant select, insert, update on join_requests to andromede_portal;
grant select, insert on moderation_events to andromede_portal;
grant select, insert, update on projects to andromede_portal;
grant select, insert on legal_acceptances to andromede_portal;
grant select, insert, update on ssh_keys to andromede_portal;
grant select on allocations to andromede_portal;
grant select on quotas to andromede_portal;
grant select, insert on orders to andromede_portal;
grant select, insert on order_lines to andromede_portal;
grant select, insert, update on idempotency_keys to andromede_portal;
grant select, insert, update on instances to andromede_portal;
grant select, insert, update on volumes to andromede_portal;
grant select, insert on state_transitions to andromede_portal;
grant select on usage_intervals to andromede_portal;
grant select, insert on sagas to andromede_portal;
grant select, insert on saga_steps to andromede_portal;
grant select, insert, update on notices to andromede_portal;
grant select, insert on stored_documents to andromede_portal;
grant select, insert on audit_events to andromede_portal;
grant select, insert on mail_messages to andromede_portal;
grant select, insert, update on accounts to andromede_portal;
grant select, insert, update on account_sessions to andromede_portal;
grant select, insert, update, delete on account_recovery_codes to andromede_portal;
grant select, insert, update on account_tokens to andromede_portal;
grant select, insert, update, delete on rate_limits to andromede_portal;
grant select, insert, update on directory_cache to andromede_portal;
grant select on zones, images, zone_images, bundles, price_versions, sites, rooms, racks, hosts, storage_pools, legal_documents, directory_establishments, selling_entities, installation_facts to andromede_portal, andromede_operator, andromede_worker;
grant select, insert, update on staff_accounts to andromede_operator;
grant select, insert, update on staff_sessions to andromede_operator;
grant select, insert, update, delete on staff_recovery_codes to andromede_operator;
grant select, update on organisations to andromede_operator;
grant select on organisation_members to andromede_operator;
grant select on join_requests to andromede_operator;
grant select, insert on moderation_events to andromede_operator;
grant select on projects to andromede_operator;
grant select on legal_acceptances to andromede_operator;
grant select on ssh_keys to andromede_operator;
grant select on allocations to andromede_operator;
grant select, insert, update on quotas to andromede_operator;
grant select on orders to andromede_operator;
grant select on order_lines to andromede_operator;
grant select on instances to andromede_operator;
grant select on volumes to andromede_operator;
grant select on state_transitions to andromede_operator;
grant select on usage_intervals to andromede_operator;
grant select on sagas to andromede_operator;
grant select on saga_steps to andromede_operator;
grant select, insert on notices to andromede_operator;
grant select on stored_documents to andromede_operator;
grant select, insert on audit_events to andromede_operator;
grant select, insert on mail_messages to andromede_operator;
grant select, insert, update, delete on rate_limits to andromede_operator;
grant select on directory_cache to andromede_operator;
grant insert, update on zones to andromede_operator;
grant insert, update on images to andromede_operator;
grant insert, update on zone_images to andromede_operator;
grant insert, update on bundles to andromede_operator;
grant insert, update on price_versions to andromede_operator;
grant insert, update on sites to andromede_operator;
grant insert, update on rooms to andromede_operator;
grant insert, update on racks to andromede_operator;
grant insert on hosts to andromede_operator;
grant insert on storage_pools to andromede_operator;
grant insert on legal_documents to andromede_operator;
grant insert, update on selling_entities to andromede_operator;
-- Staff never read a customer's credentials.
grant select (id, email, full_name, locale, email_verified_at, totp_enabled_at, disabled_at, created_at) on accounts to andromede_operator, andromede_worker;
grant update (state, state_reason, state_changed_at, labels, generation) on hosts to andromede_operator;
grant update (state, state_reason, state_changed_at) on hosts to andromede_worker;
grant select (id, email, full_name, roles, locale, disabled_at) on staff_accounts to andromede_worker;
grant update (sequence, hash) on audit_events to andromede_worker;
grant select, update on organisations to andromede_worker;
grant select on organisation_members to andromede_worker;
grant select on join_requests to andromede_worker;
grant select, insert on moderation_events to andromede_worker;
grant select on projects to andromede_worker;
grant select on legal_acceptances to andromede_worker;
grant select on ssh_keys to andromede_worker;
grant select on allocations to andromede_worker;
grant select, insert, update on quotas to andromede_worker;
grant select, update on orders to andromede_worker;
grant select, update on order_lines to andromede_worker;
grant select, delete on idempotency_keys to andromede_worker;
grant select, update on instances to andromede_worker;
grant select, update on volumes to andromede_worker;
grant select, insert on state_transitions to andromede_worker;
grant select, insert, update on usage_intervals to andromede_worker;
grant select, insert, update on sagas to andromede_worker;
grant select, insert, update on saga_steps to andromede_worker;
grant select, insert on notices to andromede_worker;
grant select, insert on stored_documents to andromede_worker;
grant select, insert on audit_events to andromede_worker;
grant select, insert, update, delete on mail_messages to andromede_worker;
grant select, delete on account_tokens to andromede_worker;
grant select, delete on rate_limits to andromede_worker;
grant select, insert, update on directory_cache to andromede_worker;
grant update on zones to andromede_worker;
grant insert, update on zone_images to andromede_worker;
grant insert, update on images to andromede_worker;
grant insert, update on directory_establishments to andromede_worker;
grant insert, update on installation_facts to andromede_worker;
grant insert on sites to andromede_worker;
grant insert on rooms to andromede_worker;
grant insert on racks to andromede_worker;
grant insert on hosts to andromede_worker;
grant insert on storage_pools to andromede_worker;

revoke execute on all functions in schema app from public;
grant execute on function app.current_organisation(), app.current_account() to andromede_portal, andromede_operator, andromede_worker;
grant execute on function app.claim_allocations(text, text, text, jsonb, timestamptz, timestamptz), app.resize_allocation(text, int, int, int),
  app.lock_zone_hosts(text), app.lock_zone_pools(text), app.take_number(text, text) to andromede_portal, andromede_worker;
grant execute on function app.find_organisation(text, text, text) to andromede_portal;
grant execute on function app.post_allocation(text, timestamptz), app.end_allocation(text, text, timestamptz) to andromede_worker;

-- What a customer may change of its own organisation row: never its state (but for answering a question),
-- its cap or what the directory said.
create function app.guard_organisation() returns trigger language plpgsql as $$
begin
  if current_user = 'andromede_portal' then
    if new.state is distinct from old.state and not (old.state = 'needs_info' and new.state = 'pending') then
      raise exception 'organisation state is the operator''s' using errcode = 'insufficient_privilege';
    end if;
    if new.spending_cap_cents is distinct from old.spending_cap_cents or new.decided_at is distinct from old.decided_at then
      raise exception 'organisation cap is the operator''s' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;
create trigger organisations_guard before update on organisations for each row execute function app.guard_organisation();

-- A new organisation always starts as pending and capped, whoever inserts it through the customers' site.
create function app.guard_new_organisation() returns trigger language plpgsql as $$
begin
  if current_user = 'andromede_portal' and (new.state <> 'pending' or new.spending_cap_cents is null) then
    raise exception 'a new organisation is pending and capped' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger organisations_guard_new before insert on organisations for each row execute function app.guard_new_organisation();

-- Append-only belts over the missing privileges.
create function app.refuse_change() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;
create trigger state_transitions_append_only before update or delete or truncate on state_transitions for each statement execute function app.refuse_change();
create trigger moderation_events_append_only before update or delete or truncate on moderation_events for each statement execute function app.refuse_change();
create trigger audit_events_append_only before delete or truncate on audit_events for each statement execute function app.refuse_change();

-- A usage interval is closed once: what was metered does not move afterwards.
create function app.guard_usage() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or new.started_at <> old.started_at or new.resource_id <> old.resource_id or new.organisation_id <> old.organisation_id then
    raise exception 'a usage interval is only ever closed, once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger usage_intervals_guard before update on usage_intervals for each row execute function app.guard_usage();
