CREATE TABLE "private_images" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"source_snapshot_id" text,
	"image_id" text NOT NULL,
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
	"made_at" timestamp with time zone,
	CONSTRAINT "private_images_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "private_images_size" CHECK (size_gib > 0)
);
--> statement-breakpoint
CREATE TABLE "simulator"."images" (
	"name" text PRIMARY KEY NOT NULL,
	"resource_id" text,
	"organisation_id" text,
	"installation" text,
	"label" text NOT NULL,
	"zone_code" text NOT NULL,
	"content" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "instances" ADD COLUMN "source_image_id" text;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_pool_id_storage_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."storage_pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "private_images" ADD CONSTRAINT "private_images_organisation_id_order_line_id_order_lines_organisation_id_id_fk" FOREIGN KEY ("organisation_id","order_line_id") REFERENCES "public"."order_lines"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "private_images_name" ON "private_images" USING btree ("organisation_id","project_id","name") WHERE state not in ('deleted', 'failed');--> statement-breakpoint
CREATE INDEX "private_images_recent" ON "private_images" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "private_images_live" ON "private_images" USING btree ("organisation_id") WHERE state in ('creating', 'available', 'deleting');--> statement-breakpoint
CREATE INDEX "private_images_being_made" ON "private_images" USING btree ("instance_id") WHERE state = 'creating';--> statement-breakpoint
CREATE INDEX "instances_being_begun" ON "instances" USING btree ("source_image_id") WHERE state = 'creating';