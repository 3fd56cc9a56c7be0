ALTER TABLE "zone_reach" ADD COLUMN "watched_by" text;--> statement-breakpoint
ALTER TABLE "zone_reach" ADD COLUMN "watched_until" timestamp with time zone;