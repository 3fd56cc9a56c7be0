ALTER TABLE "projects" DROP CONSTRAINT "projects_name";--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "cost_centre" text;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "tags" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "projects_open_name" ON "projects" USING btree ("organisation_id","name") WHERE archived_at is null;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_default_stays" CHECK (not is_default or archived_at is null);