ALTER TABLE "instances" ADD COLUMN "source_snapshot_id" text;--> statement-breakpoint
CREATE INDEX "instances_being_copied" ON "instances" USING btree ("source_snapshot_id") WHERE state = 'creating';