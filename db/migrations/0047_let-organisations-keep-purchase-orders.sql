-- A draft is its person's alone. The policies and purchase orders of an organisation are its members' to read and,
-- by the rights that the use cases check, to write; amendments and documents are only ever added. The directory of
-- structures is read by everybody and written by the worker, like that of establishments.
alter table order_drafts enable row level security;
alter table order_drafts force row level security;
create policy order_drafts_portal on order_drafts to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account())
  with check (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy order_drafts_staff on order_drafts to andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update, delete on order_drafts to andromede_portal;
grant select, delete on order_drafts to andromede_worker;
--> statement-breakpoint
alter table reference_policies enable row level security;
alter table reference_policies force row level security;
create policy reference_policies_portal on reference_policies to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy reference_policies_staff on reference_policies to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update on reference_policies to andromede_portal;
grant select on reference_policies to andromede_operator;
grant select, insert, update on reference_policies to andromede_worker;
--> statement-breakpoint
alter table purchase_orders enable row level security;
alter table purchase_orders force row level security;
create policy purchase_orders_portal on purchase_orders to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy purchase_orders_staff on purchase_orders to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (ceiling_cents, ends_on, alerted_percent) on purchase_orders to andromede_portal;
grant select on purchase_orders to andromede_operator;
grant select, update (alerted_percent) on purchase_orders to andromede_worker;
--> statement-breakpoint
alter table purchase_order_amendments enable row level security;
alter table purchase_order_amendments force row level security;
create policy purchase_order_amendments_portal on purchase_order_amendments to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy purchase_order_amendments_staff on purchase_order_amendments to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on purchase_order_amendments to andromede_portal;
grant select on purchase_order_amendments to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table purchase_order_documents enable row level security;
alter table purchase_order_documents force row level security;
create policy purchase_order_documents_portal on purchase_order_documents to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy purchase_order_documents_staff on purchase_order_documents to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on purchase_order_documents to andromede_portal;
grant select on purchase_order_documents to andromede_operator, andromede_worker;
--> statement-breakpoint
grant select on buyer_structures to andromede_portal, andromede_operator, andromede_worker;
grant insert, update on buyer_structures to andromede_worker;
