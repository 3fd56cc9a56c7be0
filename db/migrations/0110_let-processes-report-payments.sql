-- An organisation reads what platforms were told of its payments. Whoever settles a payment, or plans the delivery of an
-- invoice, has it told; the worker tells it, and the operator's site has it told anew.
alter table payment_reports enable row level security;
alter table payment_reports force row level security;
create policy payment_reports_portal on payment_reports for select to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id));
create policy payment_reports_staff on payment_reports to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on payment_reports to andromede_portal;
grant select, insert, update (state, attempts, resends, next_attempt_at) on payment_reports to andromede_operator;
grant select, insert, update (state, attempts, next_attempt_at, external_id, failure_code, failure_text, deposited_at) on payment_reports to andromede_worker;
create trigger payment_reports_keep before delete or truncate on payment_reports for each statement execute function app.refuse_change();
