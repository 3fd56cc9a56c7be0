ALTER TABLE "images" ADD COLUMN "instance_type" text;--> statement-breakpoint
ALTER TABLE "simulator"."instances" ADD COLUMN "type" text DEFAULT 'container' NOT NULL;