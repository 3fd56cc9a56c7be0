CREATE TABLE "spare_networks" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"range" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"made_at" timestamp with time zone,
	CONSTRAINT "spare_networks_range" UNIQUE("zone_id","range")
);
--> statement-breakpoint
ALTER TABLE "spare_networks" ADD CONSTRAINT "spare_networks_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;