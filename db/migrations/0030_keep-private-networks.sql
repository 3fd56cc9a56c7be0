CREATE TABLE "firewall_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"network_id" text NOT NULL,
	"protocol" text NOT NULL,
	"ports" text,
	"source" text NOT NULL,
	"description" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "private_addresses" (
	"network_id" text NOT NULL,
	"address" text NOT NULL,
	"organisation_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "private_addresses_network_id_address_pk" PRIMARY KEY("network_id","address"),
	CONSTRAINT "private_addresses_instance" UNIQUE("instance_id")
);
--> statement-breakpoint
CREATE TABLE "private_networks" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"zone_id" text NOT NULL,
	"range" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"applied_revision" integer DEFAULT -1 NOT NULL,
	CONSTRAINT "private_networks_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "private_networks_project" UNIQUE("project_id","zone_id"),
	CONSTRAINT "private_networks_range" UNIQUE("zone_id","range")
);
--> statement-breakpoint
ALTER TABLE "firewall_rules" ADD CONSTRAINT "firewall_rules_organisation_id_network_id_private_networks_organisation_id_id_fk" FOREIGN KEY ("organisation_id","network_id") REFERENCES "public"."private_networks"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_addresses" ADD CONSTRAINT "private_addresses_organisation_id_network_id_private_networks_organisation_id_id_fk" FOREIGN KEY ("organisation_id","network_id") REFERENCES "public"."private_networks"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_addresses" ADD CONSTRAINT "private_addresses_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_networks" ADD CONSTRAINT "private_networks_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_networks" ADD CONSTRAINT "private_networks_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_networks" ADD CONSTRAINT "private_networks_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "firewall_rules_network" ON "firewall_rules" USING btree ("network_id");