CREATE TABLE "zone_reach" (
	"zone_id" text PRIMARY KEY NOT NULL,
	"reached_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"failure_code" text,
	"failure_text" text
);
--> statement-breakpoint
ALTER TABLE "selling_entities" ADD COLUMN "legal_form" text;--> statement-breakpoint
ALTER TABLE "selling_entities" ADD COLUMN "share_capital_cents" bigint;--> statement-breakpoint
ALTER TABLE "selling_entities" ADD COLUMN "registry_city" text;--> statement-breakpoint
ALTER TABLE "selling_entities" ADD COLUMN "address" jsonb;--> statement-breakpoint
ALTER TABLE "selling_entities" ADD COLUMN "phone" text;--> statement-breakpoint
ALTER TABLE "selling_entities" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "selling_entities" ADD COLUMN "publication_director" text;--> statement-breakpoint
ALTER TABLE "zone_reach" ADD CONSTRAINT "zone_reach_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- The worker says what it reached; the sites read it to know what may be sold.
grant select on zone_reach to andromede_portal, andromede_operator;
--> statement-breakpoint
grant select, insert, update on zone_reach to andromede_worker;
