CREATE TABLE "address_pools" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"range" "cidr" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "public_addresses" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"zone_id" text NOT NULL,
	"pool_id" text NOT NULL,
	"address" text NOT NULL,
	"bundle_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"instance_id" text,
	"reserved_at" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone,
	"revision" integer DEFAULT 0 NOT NULL,
	"applied_revision" integer DEFAULT 0 NOT NULL,
	"failure_code" text,
	"failure_text" text,
	CONSTRAINT "public_addresses_of_organisation" UNIQUE("organisation_id","id")
);
--> statement-breakpoint
CREATE TABLE "simulator"."addresses" (
	"address" text PRIMARY KEY NOT NULL,
	"resource_id" text,
	"organisation_id" text,
	"installation" text,
	"zone_code" text NOT NULL,
	"leads_to" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bundles" DROP CONSTRAINT "bundles_parts";--> statement-breakpoint
ALTER TABLE "address_pools" ADD CONSTRAINT "address_pools_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_addresses" ADD CONSTRAINT "public_addresses_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_addresses" ADD CONSTRAINT "public_addresses_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_addresses" ADD CONSTRAINT "public_addresses_pool_id_address_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."address_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_addresses" ADD CONSTRAINT "public_addresses_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_addresses" ADD CONSTRAINT "public_addresses_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_addresses" ADD CONSTRAINT "public_addresses_organisation_id_order_line_id_order_lines_organisation_id_id_fk" FOREIGN KEY ("organisation_id","order_line_id") REFERENCES "public"."order_lines"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_addresses" ADD CONSTRAINT "public_addresses_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "address_pools_zone" ON "address_pools" USING btree ("zone_id");--> statement-breakpoint
CREATE UNIQUE INDEX "public_addresses_live" ON "public_addresses" USING btree ("address") WHERE released_at is null;--> statement-breakpoint
CREATE INDEX "public_addresses_by_organisation" ON "public_addresses" USING btree ("organisation_id","reserved_at");--> statement-breakpoint
CREATE INDEX "public_addresses_by_instance" ON "public_addresses" USING btree ("instance_id");--> statement-breakpoint
CREATE INDEX "public_addresses_by_zone" ON "public_addresses" USING btree ("zone_id","address");--> statement-breakpoint
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_parts" CHECK ((kind = 'compute' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib = 0)
       or (kind = 'storage' and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib > 0 and volume_class is not null)
       or (kind = 'combined' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib > 0 and volume_class is not null)
       or (kind = 'address' and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib = 0));