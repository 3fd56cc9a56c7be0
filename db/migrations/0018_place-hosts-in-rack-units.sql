ALTER TABLE "hosts" ADD COLUMN "rack_unit" integer;--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "height_units" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "racks" ADD COLUMN "row" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "racks" ADD COLUMN "units" integer DEFAULT 42 NOT NULL;--> statement-breakpoint
CREATE INDEX "hosts_by_rack" ON "hosts" USING btree ("rack_id","rack_unit");--> statement-breakpoint
ALTER TABLE "hosts" ADD CONSTRAINT "hosts_units" CHECK (rack_unit >= 1 and height_units between 1 and 20);--> statement-breakpoint
ALTER TABLE "racks" ADD CONSTRAINT "racks_units" CHECK (units between 1 and 60);