CREATE TABLE "volume_snapshots" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"volume_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"bundle_id" text NOT NULL,
	"zone_id" text NOT NULL,
	"pool_id" text NOT NULL,
	"name" text NOT NULL,
	"size_gib" integer NOT NULL,
	"state" text NOT NULL,
	"failure_code" text,
	"failure_text" text,
	"created_at" timestamp with time zone NOT NULL,
	"taken_at" timestamp with time zone,
	CONSTRAINT "volume_snapshots_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "volume_snapshots_size" CHECK (size_gib > 0)
);
--> statement-breakpoint
CREATE TABLE "simulator"."snapshots" (
	"volume_name" text NOT NULL,
	"name" text NOT NULL,
	"content" text NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "snapshots_volume_name_name_pk" PRIMARY KEY("volume_name","name")
);
--> statement-breakpoint
ALTER TABLE "simulator"."volumes" ADD COLUMN "content" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD CONSTRAINT "volume_snapshots_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD CONSTRAINT "volume_snapshots_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD CONSTRAINT "volume_snapshots_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD CONSTRAINT "volume_snapshots_pool_id_storage_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."storage_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD CONSTRAINT "volume_snapshots_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD CONSTRAINT "volume_snapshots_organisation_id_volume_id_volumes_organisation_id_id_fk" FOREIGN KEY ("organisation_id","volume_id") REFERENCES "public"."volumes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD CONSTRAINT "volume_snapshots_organisation_id_order_line_id_order_lines_organisation_id_id_fk" FOREIGN KEY ("organisation_id","order_line_id") REFERENCES "public"."order_lines"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "volume_snapshots_name" ON "volume_snapshots" USING btree ("volume_id","name") WHERE state not in ('deleted', 'failed');--> statement-breakpoint
CREATE INDEX "volume_snapshots_by_volume" ON "volume_snapshots" USING btree ("volume_id","created_at");--> statement-breakpoint
CREATE INDEX "volume_snapshots_live" ON "volume_snapshots" USING btree ("organisation_id") WHERE state in ('creating', 'available', 'deleting');