ALTER TABLE "zone_reach" ADD COLUMN "fingerprint" text;--> statement-breakpoint
ALTER TABLE "zone_reach" ADD CONSTRAINT "zone_reach_fingerprint_unique" UNIQUE("fingerprint");