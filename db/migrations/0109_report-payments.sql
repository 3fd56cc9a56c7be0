CREATE TABLE "payment_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"document_id" text NOT NULL,
	"delivery_id" text NOT NULL,
	"allocation_id" text NOT NULL,
	"cents" bigint NOT NULL,
	"before_cents" bigint NOT NULL,
	"occurred_on" date NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"resends" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"external_id" text,
	"failure_code" text,
	"failure_text" text,
	"deposited_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_reports_once" UNIQUE("allocation_id"),
	CONSTRAINT "payment_reports_cents" CHECK (cents <> 0 and before_cents >= 0 and before_cents + cents >= 0),
	CONSTRAINT "payment_reports_state" CHECK (state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "payment_reports" ADD CONSTRAINT "payment_reports_delivery" FOREIGN KEY ("organisation_id","delivery_id") REFERENCES "public"."document_deliveries"("organisation_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "payment_reports_due" ON "payment_reports" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;
--> statement-breakpoint
CREATE INDEX "payment_reports_by_delivery" ON "payment_reports" USING btree ("delivery_id","created_at");
--> statement-breakpoint
CREATE INDEX "payment_reports_by_document" ON "payment_reports" USING btree ("document_id");
--> statement-breakpoint
CREATE INDEX "payment_reports_recent" ON "payment_reports" USING btree ("created_at");
