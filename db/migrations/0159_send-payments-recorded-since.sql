ALTER TABLE "payment_allocations" ADD CONSTRAINT "payment_allocations_of_organisation" UNIQUE("organisation_id","id");--> statement-breakpoint
CREATE TABLE "export_payments" (
	"schedule_id" text NOT NULL,
	"allocation_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"export_id" text NOT NULL,
	CONSTRAINT "export_payments_schedule_id_allocation_id_pk" PRIMARY KEY("schedule_id","allocation_id")
);
--> statement-breakpoint
ALTER TABLE "export_payments" ADD CONSTRAINT "export_payments_schedule" FOREIGN KEY ("organisation_id","schedule_id") REFERENCES "public"."export_schedules"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_payments" ADD CONSTRAINT "export_payments_allocation" FOREIGN KEY ("organisation_id","allocation_id") REFERENCES "public"."payment_allocations"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "export_payments_by_export" ON "export_payments" USING btree ("export_id");--> statement-breakpoint
alter table export_payments enable row level security;
alter table export_payments force row level security;
create policy export_payments_portal on export_payments to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy export_payments_staff on export_payments to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on export_payments to andromede_portal, andromede_operator;
grant select, insert, delete on export_payments to andromede_worker;
--> statement-breakpoint
-- A payment was sent if its day lies in a month that went out after it was recorded. One that was recorded later is sent next.
insert into export_payments (schedule_id, allocation_id, organisation_id, export_id)
select e.schedule_id, a.id, a.organisation_id, e.export_id from scheduled_exports e
join export_schedules s on s.id = e.schedule_id and s.kind = 'payments'
join payment_allocations a on a.organisation_id = e.organisation_id and to_char(a.occurred_on, 'YYYY-MM') = e.period
  and a.created_at <= e.created_at
where e.state <> 'failed';
