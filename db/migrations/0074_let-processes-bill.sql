-- The worker bills, the operator's site credits and corrects, an organisation reads what was issued to it. A document
-- begins as a draft and is made final once; final documents, their lines and the ledger are never changed, by anybody.
create function app.guard_document() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then raise exception 'a document begins as a draft' using errcode = 'insufficient_privilege'; end if;
    return new;
  end if;
  if old.state = 'final' then raise exception 'an issued document never changes' using errcode = 'insufficient_privilege'; end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger billing_documents_guard before insert or update or delete on billing_documents for each row execute function app.guard_document();
create trigger billing_documents_keep before truncate on billing_documents for each statement execute function app.refuse_change();
--> statement-breakpoint
create function app.guard_document_lines() returns trigger language plpgsql as $$
begin
  if exists (select 1 from billing_documents d where d.state = 'final' and d.id in (select document_id from touched)) then
    raise exception 'an issued document never changes' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger billing_document_lines_added after insert on billing_document_lines referencing new table as touched for each statement execute function app.guard_document_lines();
create trigger billing_document_lines_removed after delete on billing_document_lines referencing old table as touched for each statement execute function app.guard_document_lines();
create trigger billing_document_lines_keep before update or truncate on billing_document_lines for each statement execute function app.refuse_change();
--> statement-breakpoint
-- A number follows the one before, on the same day or a later one.
create function app.guard_series() returns trigger language plpgsql as $$
begin
  if new.last_number <> old.last_number + 1 or new.last_issued_on < old.last_issued_on then
    raise exception 'numbers of % follow each other, and so do their days', old.series using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger document_series_guard before update on document_series for each row execute function app.guard_series();
create trigger document_series_keep before delete or truncate on document_series for each statement execute function app.refuse_change();
create trigger ledger_transactions_append_only before update or delete or truncate on ledger_transactions for each statement execute function app.refuse_change();
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries for each statement execute function app.refuse_change();
create trigger billed_months_append_only before update or delete or truncate on billed_months for each statement execute function app.refuse_change();
--> statement-breakpoint
-- Looked at as the transaction commits: its entries are complete then.
create function app.check_ledger_sum() returns trigger language plpgsql as $$
declare debits numeric; credits numeric; begin
  select coalesce(sum(debit_cents), 0), coalesce(sum(credit_cents), 0) into debits, credits from ledger_entries where transaction_id = new.id;
  if debits = 0 or debits <> credits then
    raise exception 'the ledger transaction % does not balance: % against %', new.id, debits, credits using errcode = 'check_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
create constraint trigger ledger_transactions_balance after insert on ledger_transactions deferrable initially deferred for each row execute function app.check_ledger_sum();
--> statement-breakpoint
-- Nobody has a hand on the balances: the entries alone move them, in one order, so that no two posters wait for each other.
create function app.move_ledger_balances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into ledger_balances (selling_entity_id, account, auxiliary, balance_cents)
    select t.selling_entity_id, e.account, coalesce(e.auxiliary, ''), sum(e.debit_cents - e.credit_cents)
    from posted e join ledger_transactions t on t.id = e.transaction_id group by 1, 2, 3 order by 1, 2, 3
  on conflict (selling_entity_id, account, auxiliary) do update set balance_cents = ledger_balances.balance_cents + excluded.balance_cents;
  return null;
end $$;
--> statement-breakpoint
create trigger ledger_entries_move_balances after insert on ledger_entries referencing new table as posted for each statement execute function app.move_ledger_balances();
--> statement-breakpoint
alter table billing_documents enable row level security;
alter table billing_documents force row level security;
create policy billing_documents_portal on billing_documents to andromede_portal using (organisation_id = app.current_organisation() and state = 'final') with check (organisation_id = app.current_organisation());
create policy billing_documents_staff on billing_documents to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy billing_documents_visible on billing_documents as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select on billing_documents to andromede_portal;
grant select, insert, update, delete on billing_documents to andromede_worker;
grant select, insert, update on billing_documents to andromede_operator;
--> statement-breakpoint
alter table billing_document_lines enable row level security;
alter table billing_document_lines force row level security;
create policy billing_document_lines_portal on billing_document_lines to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy billing_document_lines_staff on billing_document_lines to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy billing_document_lines_visible on billing_document_lines as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select on billing_document_lines to andromede_portal;
grant select, insert, delete on billing_document_lines to andromede_worker;
grant select, insert on billing_document_lines to andromede_operator;
--> statement-breakpoint
alter table billing_profiles enable row level security;
alter table billing_profiles force row level security;
create policy billing_profiles_portal on billing_profiles to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy billing_profiles_staff on billing_profiles to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert (organisation_id, grouping, language, payment_method, mandate_reference, updated_at), update (grouping, language, payment_method, mandate_reference, updated_at) on billing_profiles to andromede_portal;
grant select, insert, update on billing_profiles to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table ledger_transactions enable row level security;
alter table ledger_transactions force row level security;
create policy ledger_transactions_portal on ledger_transactions to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy ledger_transactions_staff on ledger_transactions to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on ledger_transactions to andromede_portal;
grant select, insert on ledger_transactions to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table ledger_entries enable row level security;
alter table ledger_entries force row level security;
create policy ledger_entries_portal on ledger_entries for select to andromede_portal using (exists (select 1 from ledger_transactions t where t.id = transaction_id));
create policy ledger_entries_staff on ledger_entries to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on ledger_entries to andromede_portal;
grant select, insert on ledger_entries to andromede_operator, andromede_worker;
grant select on ledger_balances to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table billing_run_items enable row level security;
alter table billing_run_items force row level security;
create policy billing_run_items_portal on billing_run_items to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy billing_run_items_staff on billing_run_items to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update on billing_run_items to andromede_worker;
grant select, insert on billing_run_items to andromede_operator;
grant select, insert, update on billing_runs to andromede_worker;
grant select, insert on billing_runs to andromede_operator;
--> statement-breakpoint
alter table billed_months enable row level security;
alter table billed_months force row level security;
create policy billed_months_portal on billed_months to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy billed_months_staff on billed_months to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on billed_months to andromede_portal, andromede_operator;
grant select, insert on billed_months to andromede_worker;
--> statement-breakpoint
alter table billing_concessions enable row level security;
alter table billing_concessions force row level security;
create policy billing_concessions_portal on billing_concessions to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy billing_concessions_staff on billing_concessions to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, update on billing_concessions to andromede_worker;
grant select, insert, update on billing_concessions to andromede_operator;
--> statement-breakpoint
grant select on billing_sellers to andromede_portal, andromede_operator, andromede_worker;
grant insert, update on billing_sellers to andromede_operator;
grant select, insert, update on document_series to andromede_operator, andromede_worker;
grant select on selling_entities to andromede_worker;
