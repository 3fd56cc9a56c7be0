CREATE TABLE "snapshot_schedules" (
	"volume_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"rhythm" text NOT NULL,
	"every_hours" integer,
	"at_hour" integer,
	"on_weekday" integer,
	"keep" integer NOT NULL,
	"next_due_at" timestamp with time zone NOT NULL,
	"failure_code" text,
	"failure_params" jsonb,
	"failed_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "snapshot_schedules_keep" CHECK (keep between 1 and 20),
	CONSTRAINT "snapshot_schedules_rhythm" CHECK ((rhythm = 'hourly' and every_hours in (1, 2, 3, 4, 6, 8, 12) and at_hour is null and on_weekday is null)
       or (rhythm = 'daily' and every_hours is null and at_hour between 0 and 23 and on_weekday is null)
       or (rhythm = 'weekly' and every_hours is null and at_hour between 0 and 23 and on_weekday between 1 and 7))
);
--> statement-breakpoint
ALTER TABLE "volume_snapshots" ADD COLUMN "scheduled_for" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "volumes" ADD COLUMN "source_volume_id" text;--> statement-breakpoint
ALTER TABLE "volumes" ADD COLUMN "source_snapshot_id" text;--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD CONSTRAINT "snapshot_schedules_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD CONSTRAINT "snapshot_schedules_organisation_id_volume_id_volumes_organisation_id_id_fk" FOREIGN KEY ("organisation_id","volume_id") REFERENCES "public"."volumes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "snapshot_schedules_due" ON "snapshot_schedules" USING btree ("next_due_at");--> statement-breakpoint
ALTER TABLE "volumes" ADD CONSTRAINT "volumes_organisation_id_source_volume_id_volumes_organisation_id_id_fk" FOREIGN KEY ("organisation_id","source_volume_id") REFERENCES "public"."volumes"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "volume_snapshots_scheduled" ON "volume_snapshots" USING btree ("volume_id","scheduled_for") WHERE scheduled_for is not null;--> statement-breakpoint
CREATE INDEX "volumes_being_copied" ON "volumes" USING btree ("source_volume_id") WHERE state = 'creating';--> statement-breakpoint
ALTER TABLE "volumes" ADD CONSTRAINT "volumes_source" CHECK (source_snapshot_id is null or source_volume_id is not null);