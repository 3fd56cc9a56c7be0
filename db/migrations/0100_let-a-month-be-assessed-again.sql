DROP INDEX "sla_assessed_months_by_time";--> statement-breakpoint
ALTER TABLE "sla_assessed_months" ADD COLUMN "requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sla_assessed_months" ADD COLUMN "request_reason" text;--> statement-breakpoint
ALTER TABLE "sla_assessed_months" ADD COLUMN "requested_by_staff_id" text;--> statement-breakpoint
ALTER TABLE "sla_assessed_months" ADD CONSTRAINT "sla_assessed_months_requested_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("requested_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sla_assessed_months_requested" ON "sla_assessed_months" USING btree ("requested_at") WHERE requested_at > assessed_at;--> statement-breakpoint
ALTER TABLE "sla_assessed_months" ADD CONSTRAINT "sla_assessed_months_request" CHECK ((requested_at is null) = (request_reason is null) and (requested_at is null) = (requested_by_staff_id is null));--> statement-breakpoint
grant update (requested_at, request_reason, requested_by_staff_id) on sla_assessed_months to andromede_operator;
