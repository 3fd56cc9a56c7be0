-- A claim looked up five rows of others each time; two of those imply the rest, and say more: a host or a pool of a claim
-- stands in its zone.
ALTER TABLE "hosts" ADD CONSTRAINT "hosts_of_zone" UNIQUE("zone_id","id");
--> statement-breakpoint
ALTER TABLE "storage_pools" ADD CONSTRAINT "storage_pools_of_zone" UNIQUE("zone_id","id");
--> statement-breakpoint
ALTER TABLE "allocations" DROP CONSTRAINT "allocations_organisation_id_organisations_id_fk";
--> statement-breakpoint
ALTER TABLE "allocations" DROP CONSTRAINT "allocations_zone_id_zones_id_fk";
--> statement-breakpoint
ALTER TABLE "allocations" DROP CONSTRAINT "allocations_host_id_hosts_id_fk";
--> statement-breakpoint
ALTER TABLE "allocations" DROP CONSTRAINT "allocations_pool_id_storage_pools_id_fk";
--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_zone_id_host_id_hosts_zone_id_id_fk" FOREIGN KEY ("zone_id","host_id") REFERENCES "public"."hosts"("zone_id","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_zone_id_pool_id_storage_pools_zone_id_id_fk" FOREIGN KEY ("zone_id","pool_id") REFERENCES "public"."storage_pools"("zone_id","id") ON DELETE no action ON UPDATE no action;
