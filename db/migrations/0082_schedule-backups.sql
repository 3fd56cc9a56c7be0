ALTER TABLE "volume_backups" ADD COLUMN "scheduled_for" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD COLUMN "kind" text DEFAULT 'snapshot' NOT NULL;--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD COLUMN "zone_id" text;--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD COLUMN "volume_class" text;--> statement-breakpoint
ALTER TABLE "snapshot_schedules" DROP CONSTRAINT "snapshot_schedules_pkey";--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD CONSTRAINT "snapshot_schedules_volume_id_kind_pk" PRIMARY KEY("volume_id","kind");--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD CONSTRAINT "snapshot_schedules_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "volume_backups_scheduled" ON "volume_backups" USING btree ("volume_id","scheduled_for") WHERE scheduled_for is not null;--> statement-breakpoint
ALTER TABLE "snapshot_schedules" ADD CONSTRAINT "snapshot_schedules_place" CHECK ((kind = 'snapshot' and zone_id is null and volume_class is null)
       or (kind = 'backup' and zone_id is not null and volume_class is not null));
