CREATE TABLE "incident_resources" (
	"incident_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"organisation_id" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone,
	CONSTRAINT "incident_resources_incident_id_subject_id_pk" PRIMARY KEY("incident_id","subject_id"),
	CONSTRAINT "incident_resources_order" CHECK (from_at < to_at)
);
--> statement-breakpoint
CREATE TABLE "incident_updates" (
	"id" text PRIMARY KEY NOT NULL,
	"incident_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"text_fr" text NOT NULL,
	"text_en" text NOT NULL,
	"staff_id" text
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" text PRIMARY KEY NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"severity" text NOT NULL,
	"title_fr" text NOT NULL,
	"title_en" text NOT NULL,
	"domain" text NOT NULL,
	"domain_id" text NOT NULL,
	"zone_id" text,
	"started_at" timestamp with time zone NOT NULL,
	"detected_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone,
	"opened_by_staff_id" text,
	"repaired_at" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"root_cause_fr" text,
	"root_cause_en" text,
	"post_mortem_fr" text,
	"post_mortem_en" text,
	CONSTRAINT "incidents_number_unique" UNIQUE("number"),
	CONSTRAINT "incidents_zone" CHECK ((domain = 'site') = (zone_id is null))
);
--> statement-breakpoint
CREATE TABLE "maintenance_resources" (
	"maintenance_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"organisation_id" text NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	CONSTRAINT "maintenance_resources_maintenance_id_subject_id_pk" PRIMARY KEY("maintenance_id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "maintenance_windows" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"domain" text NOT NULL,
	"domain_id" text NOT NULL,
	"relocation_id" text,
	"title_fr" text NOT NULL,
	"title_en" text NOT NULL,
	"description_fr" text NOT NULL,
	"description_en" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"announced_at" timestamp with time zone NOT NULL,
	"announced_by_staff_id" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "maintenance_windows_order" CHECK (starts_at < ends_at)
);
--> statement-breakpoint
CREATE TABLE "bundle_objectives" (
	"contract_id" text NOT NULL,
	"bundle_id" text NOT NULL,
	"availability_ppm" integer NOT NULL,
	"support_response_minutes" integer NOT NULL,
	"provisioning_seconds" integer NOT NULL,
	CONSTRAINT "bundle_objectives_contract_id_bundle_id_pk" PRIMARY KEY("contract_id","bundle_id"),
	CONSTRAINT "bundle_objectives_availability" CHECK (availability_ppm between 900000 and 1000000),
	CONSTRAINT "bundle_objectives_times" CHECK (support_response_minutes > 0 and provisioning_seconds > 0)
);
--> statement-breakpoint
CREATE TABLE "excluded_resources" (
	"exclusion_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	CONSTRAINT "excluded_resources_exclusion_id_subject_id_pk" PRIMARY KEY("exclusion_id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "exclusion_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"scope_kind" text NOT NULL,
	"scope_id" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"decided_by_staff_id" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"revoked_by_staff_id" text,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "exclusion_decisions_order" CHECK (from_at < to_at)
);
--> statement-breakpoint
CREATE TABLE "probe_gaps" (
	"vantage_id" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	CONSTRAINT "probe_gaps_vantage_id_from_at_pk" PRIMARY KEY("vantage_id","from_at"),
	CONSTRAINT "probe_gaps_order" CHECK (from_at < to_at)
);
--> statement-breakpoint
CREATE TABLE "probe_hours" (
	"vantage_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"rounds" integer NOT NULL,
	"failed_rounds" integer NOT NULL,
	"subjects_max" integer NOT NULL,
	"total_ms" bigint NOT NULL,
	"longest_ms" integer NOT NULL,
	CONSTRAINT "probe_hours_vantage_id_hour_pk" PRIMARY KEY("vantage_id","hour")
);
--> statement-breakpoint
CREATE TABLE "probe_states" (
	"vantage_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"organisation_id" text,
	"reading" text NOT NULL,
	"state" text,
	CONSTRAINT "probe_states_vantage_id_subject_id_pk" PRIMARY KEY("vantage_id","subject_id"),
	CONSTRAINT "probe_states_values" CHECK (reading in ('up', 'down', 'unknown') and state in ('up', 'down', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "probe_transitions" (
	"vantage_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"organisation_id" text,
	"state" text NOT NULL,
	CONSTRAINT "probe_transitions_subject_id_vantage_id_at_pk" PRIMARY KEY("subject_id","vantage_id","at"),
	CONSTRAINT "probe_transitions_state" CHECK (state in ('up', 'down', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "probe_vantages" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"fence" bigint DEFAULT 0 NOT NULL,
	"lease_holder" text,
	"lease_until" timestamp with time zone,
	"last_round_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"failure_text" text,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "probe_vantages_name" UNIQUE NULLS NOT DISTINCT("zone_id","kind","name")
);
--> statement-breakpoint
CREATE TABLE "service_contracts" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"terms" jsonb NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"published_by_staff_id" text,
	CONSTRAINT "service_contracts_version_unique" UNIQUE("version"),
	CONSTRAINT "service_contracts_valid_from_unique" UNIQUE("valid_from"),
	CONSTRAINT "service_contracts_version" CHECK (version > 0)
);
--> statement-breakpoint
CREATE TABLE "zone_objectives" (
	"contract_id" text NOT NULL,
	"zone_id" text NOT NULL,
	"availability_ppm" integer NOT NULL,
	CONSTRAINT "zone_objectives_contract_id_zone_id_pk" PRIMARY KEY("contract_id","zone_id"),
	CONSTRAINT "zone_objectives_availability" CHECK (availability_ppm between 900000 and 1000000)
);
--> statement-breakpoint
ALTER TABLE "incident_resources" ADD CONSTRAINT "incident_resources_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_resources" ADD CONSTRAINT "incident_resources_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_updates" ADD CONSTRAINT "incident_updates_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "public"."incidents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_updates" ADD CONSTRAINT "incident_updates_staff_id_staff_accounts_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_opened_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("opened_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_resources" ADD CONSTRAINT "maintenance_resources_maintenance_id_maintenance_windows_id_fk" FOREIGN KEY ("maintenance_id") REFERENCES "public"."maintenance_windows"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_resources" ADD CONSTRAINT "maintenance_resources_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_windows" ADD CONSTRAINT "maintenance_windows_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_windows" ADD CONSTRAINT "maintenance_windows_relocation_id_relocations_id_fk" FOREIGN KEY ("relocation_id") REFERENCES "public"."relocations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "maintenance_windows" ADD CONSTRAINT "maintenance_windows_announced_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("announced_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bundle_objectives" ADD CONSTRAINT "bundle_objectives_contract_id_service_contracts_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."service_contracts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bundle_objectives" ADD CONSTRAINT "bundle_objectives_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "excluded_resources" ADD CONSTRAINT "excluded_resources_exclusion_id_exclusion_decisions_id_fk" FOREIGN KEY ("exclusion_id") REFERENCES "public"."exclusion_decisions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusion_decisions" ADD CONSTRAINT "exclusion_decisions_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusion_decisions" ADD CONSTRAINT "exclusion_decisions_revoked_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("revoked_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "probe_gaps" ADD CONSTRAINT "probe_gaps_vantage_id_probe_vantages_id_fk" FOREIGN KEY ("vantage_id") REFERENCES "public"."probe_vantages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "probe_hours" ADD CONSTRAINT "probe_hours_vantage_id_probe_vantages_id_fk" FOREIGN KEY ("vantage_id") REFERENCES "public"."probe_vantages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "probe_states" ADD CONSTRAINT "probe_states_vantage_id_probe_vantages_id_fk" FOREIGN KEY ("vantage_id") REFERENCES "public"."probe_vantages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "probe_transitions" ADD CONSTRAINT "probe_transitions_vantage_id_probe_vantages_id_fk" FOREIGN KEY ("vantage_id") REFERENCES "public"."probe_vantages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "probe_vantages" ADD CONSTRAINT "probe_vantages_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_contracts" ADD CONSTRAINT "service_contracts_published_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("published_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_objectives" ADD CONSTRAINT "zone_objectives_contract_id_service_contracts_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."service_contracts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_objectives" ADD CONSTRAINT "zone_objectives_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incident_resources_by_subject" ON "incident_resources" USING btree ("subject_id","from_at");--> statement-breakpoint
CREATE INDEX "incident_resources_by_organisation" ON "incident_resources" USING btree ("organisation_id","from_at");--> statement-breakpoint
CREATE INDEX "incident_updates_by_incident" ON "incident_updates" USING btree ("incident_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_live_domain" ON "incidents" USING btree ("domain","domain_id") WHERE state in ('proposed', 'investigating', 'identified', 'monitoring');--> statement-breakpoint
CREATE INDEX "incidents_recent" ON "incidents" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "maintenance_resources_by_subject" ON "maintenance_resources" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "maintenance_resources_by_organisation" ON "maintenance_resources" USING btree ("organisation_id","maintenance_id");--> statement-breakpoint
CREATE INDEX "maintenance_windows_by_time" ON "maintenance_windows" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "maintenance_windows_by_zone" ON "maintenance_windows" USING btree ("zone_id","starts_at");--> statement-breakpoint
CREATE UNIQUE INDEX "excluded_resources_by_subject" ON "excluded_resources" USING btree ("subject_id","exclusion_id");--> statement-breakpoint
CREATE INDEX "exclusion_decisions_by_time" ON "exclusion_decisions" USING btree ("from_at","to_at");--> statement-breakpoint
CREATE INDEX "probe_gaps_by_end" ON "probe_gaps" USING btree ("to_at");--> statement-breakpoint
CREATE INDEX "probe_states_by_subject" ON "probe_states" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "probe_transitions_by_organisation" ON "probe_transitions" USING btree ("organisation_id","at");--> statement-breakpoint
CREATE INDEX "probe_transitions_by_time" ON "probe_transitions" USING btree ("at");