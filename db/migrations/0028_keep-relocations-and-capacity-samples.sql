CREATE TABLE "capacity_samples" (
	"zone_id" text NOT NULL,
	"resource" text NOT NULL,
	"day" date NOT NULL,
	"claimed" bigint NOT NULL,
	"total" bigint,
	CONSTRAINT "capacity_samples_zone_id_resource_day_pk" PRIMARY KEY("zone_id","resource","day"),
	CONSTRAINT "capacity_samples_amounts" CHECK (claimed >= 0 and total >= 0)
);
--> statement-breakpoint
CREATE TABLE "forecast_thresholds" (
	"zone_id" text PRIMARY KEY NOT NULL,
	"warn_days" integer NOT NULL,
	CONSTRAINT "forecast_thresholds_days" CHECK (warn_days between 1 and 730)
);
--> statement-breakpoint
CREATE TABLE "relocation_moves" (
	"relocation_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"position" integer NOT NULL,
	"from_host_id" text NOT NULL,
	"to_host_id" text NOT NULL,
	"why" text NOT NULL,
	"may_break_rules" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"saga_id" text,
	"replans" integer DEFAULT 0 NOT NULL,
	"slot_at" timestamp with time zone,
	"slot_chosen_at" timestamp with time zone,
	"failure_code" text,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "relocation_moves_relocation_id_instance_id_pk" PRIMARY KEY("relocation_id","instance_id")
);
--> statement-breakpoint
CREATE TABLE "relocations" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"kind" text NOT NULL,
	"host_id" text,
	"host_state_before" text,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"concurrent_max" integer NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"requested_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "relocations_host" CHECK ((kind = 'drain') = (host_id is not null and host_state_before is not null)),
	CONSTRAINT "relocations_concurrent" CHECK (concurrent_max between 1 and 20),
	CONSTRAINT "relocations_window" CHECK (ends_at > starts_at)
);
--> statement-breakpoint
ALTER TABLE "capacity_samples" ADD CONSTRAINT "capacity_samples_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forecast_thresholds" ADD CONSTRAINT "forecast_thresholds_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocation_moves" ADD CONSTRAINT "relocation_moves_relocation_id_relocations_id_fk" FOREIGN KEY ("relocation_id") REFERENCES "public"."relocations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocation_moves" ADD CONSTRAINT "relocation_moves_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocation_moves" ADD CONSTRAINT "relocation_moves_from_host_id_hosts_id_fk" FOREIGN KEY ("from_host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocation_moves" ADD CONSTRAINT "relocation_moves_to_host_id_hosts_id_fk" FOREIGN KEY ("to_host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocation_moves" ADD CONSTRAINT "relocation_moves_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocation_moves" ADD CONSTRAINT "relocation_moves_organisation_id_saga_id_sagas_organisation_id_id_fk" FOREIGN KEY ("organisation_id","saga_id") REFERENCES "public"."sagas"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocations" ADD CONSTRAINT "relocations_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relocations" ADD CONSTRAINT "relocations_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "relocation_moves_live" ON "relocation_moves" USING btree ("instance_id") WHERE state in ('waiting', 'moving', 'returning');--> statement-breakpoint
CREATE INDEX "relocation_moves_by_organisation" ON "relocation_moves" USING btree ("organisation_id","relocation_id");--> statement-breakpoint
CREATE INDEX "relocation_moves_order" ON "relocation_moves" USING btree ("relocation_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "relocations_live_host" ON "relocations" USING btree ("host_id") WHERE state in ('running', 'paused', 'undoing');--> statement-breakpoint
CREATE UNIQUE INDEX "relocations_live_rebalance" ON "relocations" USING btree ("zone_id") WHERE kind = 'rebalance' and state in ('running', 'paused', 'undoing');--> statement-breakpoint
CREATE INDEX "relocations_recent" ON "relocations" USING btree ("zone_id","created_at");