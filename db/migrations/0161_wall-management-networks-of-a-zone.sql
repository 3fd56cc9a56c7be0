-- A zone may have a management network of its own, beside what the worker's MANAGEMENT_RANGES name for all zones.
ALTER TABLE "hypervisors" ADD COLUMN "management_ranges" text[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
grant update (management_ranges) on hypervisors to andromede_operator;
