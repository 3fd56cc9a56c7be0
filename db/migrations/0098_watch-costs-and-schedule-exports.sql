CREATE TABLE "cost_anomalies" (
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"day" date NOT NULL,
	"cents" bigint NOT NULL,
	"expected_cents" bigint NOT NULL,
	"allowed_cents" bigint NOT NULL,
	"is_told" text NOT NULL,
	"causes" jsonb NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cost_anomalies_organisation_id_project_id_day_pk" PRIMARY KEY("organisation_id","project_id","day"),
	CONSTRAINT "cost_anomalies_told" CHECK (is_told in ('yes', 'no')),
	CONSTRAINT "cost_anomalies_apart" CHECK (abs(cents - expected_cents) > allowed_cents)
);
--> statement-breakpoint
CREATE TABLE "cost_watches" (
	"organisation_id" text PRIMARY KEY NOT NULL,
	"is_on" text NOT NULL,
	"minimum_cents" bigint NOT NULL,
	"examined_day" date,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cost_watches_on" CHECK (is_on in ('yes', 'no')),
	CONSTRAINT "cost_watches_minimum" CHECK (minimum_cents > 0)
);
--> statement-breakpoint
CREATE TABLE "export_schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"kind" text NOT NULL,
	"format" text NOT NULL,
	"destination" text NOT NULL,
	"endpoint" text,
	"region" text,
	"bucket" text,
	"prefix" text,
	"access_key_id" text,
	"secret_key_sealed" text,
	"locale" text NOT NULL,
	"created_by_account_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "export_schedules_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "export_schedules_destination" CHECK (destination in ('mail', 's3')),
	CONSTRAINT "export_schedules_s3" CHECK ((destination = 's3') = (endpoint is not null and region is not null and bucket is not null and prefix is not null and access_key_id is not null and secret_key_sealed is not null))
);
--> statement-breakpoint
CREATE TABLE "scheduled_exports" (
	"schedule_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"period" text NOT NULL,
	"export_id" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "scheduled_exports_schedule_id_period_pk" PRIMARY KEY("schedule_id","period"),
	CONSTRAINT "scheduled_exports_state" CHECK (state in ('waiting', 'delivered', 'failed')),
	CONSTRAINT "scheduled_exports_over" CHECK ((state = 'waiting') = (next_attempt_at is not null)),
	CONSTRAINT "scheduled_exports_period" CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$')
);
--> statement-breakpoint
CREATE TABLE "mail_attachments" (
	"mail_id" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "mail_attachments_mail_id_name_pk" PRIMARY KEY("mail_id","name")
);
--> statement-breakpoint
ALTER TABLE "cost_anomalies" ADD CONSTRAINT "cost_anomalies_project" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_watches" ADD CONSTRAINT "cost_watches_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_schedules" ADD CONSTRAINT "export_schedules_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheduled_exports" ADD CONSTRAINT "scheduled_exports_schedule" FOREIGN KEY ("organisation_id","schedule_id") REFERENCES "public"."export_schedules"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_attachments" ADD CONSTRAINT "mail_attachments_mail_id_mail_messages_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."mail_messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cost_anomalies_recent" ON "cost_anomalies" USING btree ("organisation_id","day");--> statement-breakpoint
CREATE INDEX "export_schedules_live" ON "export_schedules" USING btree ("organisation_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "scheduled_exports_due" ON "scheduled_exports" USING btree ("next_attempt_at") WHERE next_attempt_at is not null;