CREATE TABLE "instance_snapshots" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"bundle_id" text NOT NULL,
	"zone_id" text NOT NULL,
	"name" text NOT NULL,
	"size_gib" integer NOT NULL,
	"state" text NOT NULL,
	"failure_code" text,
	"failure_text" text,
	"created_at" timestamp with time zone NOT NULL,
	"taken_at" timestamp with time zone,
	CONSTRAINT "instance_snapshots_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "instance_snapshots_size" CHECK (size_gib > 0)
);
--> statement-breakpoint
ALTER TABLE "simulator"."instances" ADD COLUMN "content" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "instance_snapshots" ADD CONSTRAINT "instance_snapshots_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_snapshots" ADD CONSTRAINT "instance_snapshots_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_snapshots" ADD CONSTRAINT "instance_snapshots_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_snapshots" ADD CONSTRAINT "instance_snapshots_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_snapshots" ADD CONSTRAINT "instance_snapshots_organisation_id_instance_id_instances_organisation_id_id_fk" FOREIGN KEY ("organisation_id","instance_id") REFERENCES "public"."instances"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instance_snapshots" ADD CONSTRAINT "instance_snapshots_organisation_id_order_line_id_order_lines_organisation_id_id_fk" FOREIGN KEY ("organisation_id","order_line_id") REFERENCES "public"."order_lines"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "instance_snapshots_name" ON "instance_snapshots" USING btree ("instance_id","name") WHERE state not in ('deleted', 'failed');--> statement-breakpoint
CREATE INDEX "instance_snapshots_by_instance" ON "instance_snapshots" USING btree ("instance_id","created_at");--> statement-breakpoint
CREATE INDEX "instance_snapshots_live" ON "instance_snapshots" USING btree ("organisation_id") WHERE state in ('creating', 'available', 'deleting');