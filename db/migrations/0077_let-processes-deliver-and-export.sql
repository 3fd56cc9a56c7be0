-- An organisation reads the files and the deliveries of the documents it may see. Files and statuses are written once
-- and never changed. The sites write secrets of platforms and read none: the worker opens them.
alter table document_files enable row level security;
alter table document_files force row level security;
create policy document_files_portal on document_files to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy document_files_staff on document_files to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on document_files to andromede_portal, andromede_operator, andromede_worker;
create trigger document_files_append_only before update or delete or truncate on document_files for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table document_deliveries enable row level security;
alter table document_deliveries force row level security;
create policy document_deliveries_portal on document_deliveries to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy document_deliveries_staff on document_deliveries to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on document_deliveries to andromede_portal;
grant select, update on document_deliveries to andromede_operator;
grant select, insert, update on document_deliveries to andromede_worker;
--> statement-breakpoint
alter table delivery_statuses enable row level security;
alter table delivery_statuses force row level security;
create policy delivery_statuses_portal on delivery_statuses to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from document_deliveries d where d.id = delivery_id))
  with check (organisation_id = app.current_organisation());
create policy delivery_statuses_staff on delivery_statuses to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on delivery_statuses to andromede_portal, andromede_operator;
grant select, insert on delivery_statuses to andromede_worker;
create trigger delivery_statuses_append_only before update or delete or truncate on delivery_statuses for each statement execute function app.refuse_change();
--> statement-breakpoint
grant select (channel, base_url, token_url, client_id, polled_until, updated_at), insert, update, delete on einvoice_connections to andromede_operator;
grant select, update (polled_until) on einvoice_connections to andromede_worker;
grant select, update (given_code, given_reason, given_at) on embedded_flows to andromede_operator;
grant select, insert on embedded_flows to andromede_worker;
--> statement-breakpoint
alter table export_jobs enable row level security;
alter table export_jobs force row level security;
create policy export_jobs_portal on export_jobs to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy export_jobs_staff on export_jobs to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on export_jobs to andromede_portal, andromede_operator;
grant select, update, delete on export_jobs to andromede_worker;
--> statement-breakpoint
alter table export_chunks enable row level security;
alter table export_chunks force row level security;
create policy export_chunks_portal on export_chunks for select to andromede_portal using (exists (select 1 from export_jobs j where j.id = export_id));
create policy export_chunks_staff on export_chunks to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on export_chunks to andromede_portal, andromede_operator;
grant select, insert, delete on export_chunks to andromede_worker;
--> statement-breakpoint
alter table purchase_accounts enable row level security;
alter table purchase_accounts force row level security;
create policy purchase_accounts_portal on purchase_accounts to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy purchase_accounts_staff on purchase_accounts to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update, delete on purchase_accounts to andromede_portal;
grant select on purchase_accounts to andromede_operator, andromede_worker;
