CREATE TABLE "volume_backups" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"volume_id" text NOT NULL,
	"source_snapshot_id" text,
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
	CONSTRAINT "volume_backups_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "volume_backups_size" CHECK (size_gib > 0)
);
--> statement-breakpoint
ALTER TABLE "volumes" DROP CONSTRAINT "volumes_attachment";--> statement-breakpoint
ALTER TABLE "volumes" ADD COLUMN "source_backup_id" text;--> statement-breakpoint
ALTER TABLE "volume_backups" ADD CONSTRAINT "volume_backups_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_backups" ADD CONSTRAINT "volume_backups_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_backups" ADD CONSTRAINT "volume_backups_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_backups" ADD CONSTRAINT "volume_backups_pool_id_storage_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."storage_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_backups" ADD CONSTRAINT "volume_backups_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_backups" ADD CONSTRAINT "volume_backups_organisation_id_volume_id_volumes_organisation_id_id_fk" FOREIGN KEY ("organisation_id","volume_id") REFERENCES "public"."volumes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "volume_backups" ADD CONSTRAINT "volume_backups_organisation_id_order_line_id_order_lines_organisation_id_id_fk" FOREIGN KEY ("organisation_id","order_line_id") REFERENCES "public"."order_lines"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "volume_backups_name" ON "volume_backups" USING btree ("volume_id","name") WHERE state not in ('deleted', 'failed');--> statement-breakpoint
CREATE INDEX "volume_backups_recent" ON "volume_backups" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "volume_backups_live" ON "volume_backups" USING btree ("organisation_id") WHERE state in ('creating', 'available', 'deleting');--> statement-breakpoint
CREATE INDEX "volume_backups_being_made" ON "volume_backups" USING btree ("volume_id") WHERE state = 'creating';--> statement-breakpoint
CREATE INDEX "volumes_being_begun" ON "volumes" USING btree ("source_backup_id") WHERE state = 'creating';--> statement-breakpoint
ALTER TABLE "volumes" ADD CONSTRAINT "volumes_attachment" CHECK ((attached_instance_id is not null) = (state in ('attaching', 'attached', 'detaching')) or state = 'growing');