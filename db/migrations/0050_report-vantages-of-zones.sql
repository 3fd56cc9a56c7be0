ALTER TABLE "zone_reach" ADD COLUMN "vantages" jsonb;--> statement-breakpoint
ALTER TABLE "zone_reach" ADD COLUMN "vantages_checked_at" timestamp with time zone;