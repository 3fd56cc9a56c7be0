CREATE TABLE "invoice_replacements" (
	"replaced_document_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"original_document_id" text NOT NULL,
	"credit_note_id" text NOT NULL,
	"document_id" text NOT NULL,
	"is_internal" boolean NOT NULL,
	"reason" text NOT NULL,
	"staff_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "invoice_replacements_credit_note_id_unique" UNIQUE("credit_note_id"),
	CONSTRAINT "invoice_replacements_document_id_unique" UNIQUE("document_id")
);
--> statement-breakpoint
ALTER TABLE "invoice_replacements" ADD CONSTRAINT "invoice_replacements_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_replacements" ADD CONSTRAINT "invoice_replacements_staff_id_staff_accounts_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_replacements" ADD CONSTRAINT "invoice_replacements_replaced" FOREIGN KEY ("organisation_id","replaced_document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_replacements" ADD CONSTRAINT "invoice_replacements_original" FOREIGN KEY ("organisation_id","original_document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_replacements" ADD CONSTRAINT "invoice_replacements_credit_note" FOREIGN KEY ("organisation_id","credit_note_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_replacements" ADD CONSTRAINT "invoice_replacements_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
alter table invoice_replacements enable row level security;--> statement-breakpoint
alter table invoice_replacements force row level security;--> statement-breakpoint
create policy invoice_replacements_portal on invoice_replacements to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());--> statement-breakpoint
create policy invoice_replacements_staff on invoice_replacements to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);--> statement-breakpoint
grant select on invoice_replacements to andromede_portal, andromede_worker;--> statement-breakpoint
grant select, insert on invoice_replacements to andromede_operator;
