ALTER TABLE "allocations" DROP CONSTRAINT "allocations_by_organisation";--> statement-breakpoint
DROP INDEX "allocations_by_pool";--> statement-breakpoint
ALTER TABLE "bundles" ADD COLUMN "required_labels" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "bundles" ADD COLUMN "placement" text;--> statement-breakpoint
CREATE INDEX "allocations_by_pool" ON "allocations" USING btree ("pool_id") WHERE state in ('pending', 'posted') and pool_id is not null;--> statement-breakpoint
ALTER TABLE "bundles" ADD CONSTRAINT "bundles_placement" CHECK (placement in ('spread', 'pack'));