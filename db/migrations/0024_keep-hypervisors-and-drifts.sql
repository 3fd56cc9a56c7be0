CREATE TABLE "drifts" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL,
	"state" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hypervisor_secrets" (
	"hypervisor_id" text PRIMARY KEY NOT NULL,
	"token_sealed" text,
	"certificate" text,
	"key_sealed" text
);
--> statement-breakpoint
CREATE TABLE "hypervisors" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_code" text NOT NULL,
	"zone_name" text NOT NULL,
	"city" text NOT NULL,
	"zone_id" text,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"server_certificate" text,
	"state" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"facts" jsonb,
	"read_at" timestamp with time zone,
	"failure_code" text,
	"failure_text" text,
	"failed_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "zone_comparisons" (
	"zone_id" text PRIMARY KEY NOT NULL,
	"compared_at" timestamp with time zone NOT NULL,
	"objects" integer NOT NULL,
	"open" integer NOT NULL,
	"healed" integer NOT NULL,
	"withheld" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "drifts" ADD CONSTRAINT "drifts_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hypervisor_secrets" ADD CONSTRAINT "hypervisor_secrets_hypervisor_id_hypervisors_id_fk" FOREIGN KEY ("hypervisor_id") REFERENCES "public"."hypervisors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hypervisors" ADD CONSTRAINT "hypervisors_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_comparisons" ADD CONSTRAINT "zone_comparisons_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "drifts_open" ON "drifts" USING btree ("zone_id","kind","subject") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "drifts_recent" ON "drifts" USING btree ("state","seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "hypervisors_live_zone" ON "hypervisors" USING btree ("zone_code") WHERE state <> 'removed';--> statement-breakpoint
-- The operator's site writes a token and cannot read one; what opens a hypervisor is the worker's alone.
grant select, insert on hypervisors to andromede_operator;
--> statement-breakpoint
grant update (zone_id, state, revision, failure_code, failure_text, failed_at, confirmed_at, removed_at) on hypervisors to andromede_operator;
--> statement-breakpoint
grant insert, delete, select (hypervisor_id) on hypervisor_secrets to andromede_operator;
--> statement-breakpoint
grant select, update on hypervisors to andromede_worker;
--> statement-breakpoint
grant select, update on hypervisor_secrets to andromede_worker;
--> statement-breakpoint
grant select on drifts, zone_comparisons to andromede_operator;
--> statement-breakpoint
grant select, insert, update on drifts, zone_comparisons to andromede_worker;
