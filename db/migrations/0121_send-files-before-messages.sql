CREATE TABLE "ticket_uploads" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text,
	"account_id" text,
	"staff_id" text,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ticket_uploads_sender" CHECK ((organisation_id is null) = (account_id is null) and (account_id is null) <> (staff_id is null)),
	CONSTRAINT "ticket_uploads_size" CHECK (size_bytes between 1 and 10485760)
);
--> statement-breakpoint
ALTER TABLE "ticket_attachments" DROP CONSTRAINT "ticket_attachments_size";--> statement-breakpoint
ALTER TABLE "ticket_uploads" ADD CONSTRAINT "ticket_uploads_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_uploads" ADD CONSTRAINT "ticket_uploads_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_uploads" ADD CONSTRAINT "ticket_uploads_staff_id_staff_accounts_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ticket_uploads_of_account" ON "ticket_uploads" USING btree ("organisation_id","account_id");--> statement-breakpoint
CREATE INDEX "ticket_uploads_of_staff" ON "ticket_uploads" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "ticket_uploads_by_age" ON "ticket_uploads" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "ticket_attachments_sizes" ON "ticket_attachments" USING btree ("organisation_id","size_bytes");--> statement-breakpoint
ALTER TABLE "ticket_attachments" ADD CONSTRAINT "ticket_attachments_size" CHECK (size_bytes between 1 and 10485760);