CREATE TABLE "export_documents" (
	"schedule_id" text NOT NULL,
	"document_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"export_id" text NOT NULL,
	CONSTRAINT "export_documents_schedule_id_document_id_pk" PRIMARY KEY("schedule_id","document_id")
);
--> statement-breakpoint
ALTER TABLE "export_documents" ADD CONSTRAINT "export_documents_schedule" FOREIGN KEY ("organisation_id","schedule_id") REFERENCES "public"."export_schedules"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_documents" ADD CONSTRAINT "export_documents_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "export_documents_by_export" ON "export_documents" USING btree ("export_id");--> statement-breakpoint
alter table export_documents enable row level security;
alter table export_documents force row level security;
create policy export_documents_portal on export_documents to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy export_documents_staff on export_documents to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on export_documents to andromede_portal, andromede_operator;
grant select, insert, delete on export_documents to andromede_worker;
--> statement-breakpoint
-- What went out already, by the month that was used: only what was issued by then was in the file. What failed did not go out.
insert into export_documents (schedule_id, document_id, organisation_id, export_id)
select e.schedule_id, d.id, d.organisation_id, e.export_id from scheduled_exports e
join billing_documents d on d.organisation_id = e.organisation_id and d.period = e.period and d.state = 'final'
  and d.finalised_at <= e.created_at
where e.state <> 'failed';
