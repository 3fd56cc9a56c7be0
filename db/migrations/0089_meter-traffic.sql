CREATE TABLE "metering_events" (
	"source" text NOT NULL,
	"event_key" text NOT NULL,
	"instance_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"bytes" bigint NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "metering_events_source_event_key_pk" PRIMARY KEY("source","event_key"),
	CONSTRAINT "metering_events_bytes" CHECK (bytes >= 0)
);
--> statement-breakpoint
CREATE TABLE "metering_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"secret_sha256" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_staff_id" text NOT NULL,
	"ends_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "metering_keys_secret_sha256_unique" UNIQUE("secret_sha256")
);
--> statement-breakpoint
CREATE TABLE "metering_refusals" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"event_key" text NOT NULL,
	"reason" text NOT NULL,
	"said" text NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"refused_at" timestamp with time zone NOT NULL,
	CONSTRAINT "metering_refusals_same" UNIQUE("zone_id","event_key","reason")
);
--> statement-breakpoint
CREATE TABLE "traffic_counted" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "traffic_counted_only" CHECK (is_only)
);
--> statement-breakpoint
CREATE TABLE "traffic_counters" (
	"instance_id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"sent_bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "traffic_hours" (
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"bytes" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "traffic_hours_instance_id_at_pk" PRIMARY KEY("instance_id","at"),
	CONSTRAINT "traffic_hours_hour" CHECK (date_trunc('hour', at, 'UTC') = at),
	CONSTRAINT "traffic_hours_bytes" CHECK (bytes >= 0)
);
--> statement-breakpoint
CREATE TABLE "traffic_months" (
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"bytes" bigint NOT NULL,
	"period" text NOT NULL,
	"first_hour_at" timestamp with time zone NOT NULL,
	"last_hour_at" timestamp with time zone NOT NULL,
	"is_late" boolean DEFAULT false NOT NULL,
	CONSTRAINT "traffic_months_organisation_id_period_instance_id_pk" PRIMARY KEY("organisation_id","period","instance_id"),
	CONSTRAINT "traffic_months_period" CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
	CONSTRAINT "traffic_months_bytes" CHECK (bytes >= 0)
);
--> statement-breakpoint
CREATE TABLE "traffic_prices" (
	"id" text PRIMARY KEY NOT NULL,
	"included_mebibytes" bigint NOT NULL,
	"micro_cents_per_gibibyte" bigint NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone,
	CONSTRAINT "traffic_prices_amounts" CHECK (included_mebibytes >= 0 and micro_cents_per_gibibyte >= 0),
	CONSTRAINT "traffic_prices_order" CHECK (valid_to is null or valid_to >= valid_from)
);
--> statement-breakpoint
ALTER TABLE "billing_document_lines" ADD COLUMN "used_mebibytes" bigint;--> statement-breakpoint
ALTER TABLE "billing_document_lines" ADD COLUMN "included_mebibytes" bigint;--> statement-breakpoint
ALTER TABLE "billing_document_lines" ADD COLUMN "billed_mebibytes" bigint;--> statement-breakpoint
ALTER TABLE "billing_document_lines" ADD COLUMN "micro_cents_per_gibibyte" bigint;--> statement-breakpoint
ALTER TABLE "metering_keys" ADD CONSTRAINT "metering_keys_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metering_keys" ADD CONSTRAINT "metering_keys_created_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("created_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metering_refusals" ADD CONSTRAINT "metering_refusals_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traffic_counters" ADD CONSTRAINT "traffic_counters_instance_id_instances_id_fk" FOREIGN KEY ("instance_id") REFERENCES "public"."instances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traffic_hours" ADD CONSTRAINT "traffic_hours_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traffic_months" ADD CONSTRAINT "traffic_months_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "traffic_months" ADD CONSTRAINT "traffic_months_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "metering_events_received" ON "metering_events" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "metering_keys_by_zone" ON "metering_keys" USING btree ("zone_id");--> statement-breakpoint
CREATE INDEX "metering_refusals_recent" ON "metering_refusals" USING btree ("refused_at");--> statement-breakpoint
CREATE INDEX "traffic_months_late" ON "traffic_months" USING btree ("organisation_id","period") WHERE is_late;--> statement-breakpoint
CREATE UNIQUE INDEX "traffic_prices_open" ON "traffic_prices" USING btree ((valid_to is null)) WHERE valid_to is null;--> statement-breakpoint
CREATE UNIQUE INDEX "traffic_prices_begin" ON "traffic_prices" USING btree ("valid_from") WHERE valid_to is distinct from valid_from;