CREATE TABLE "placement_group_members" (
	"organisation_id" text NOT NULL,
	"group_id" text NOT NULL,
	"resource_id" text NOT NULL,
	CONSTRAINT "placement_group_members_group_id_resource_id_pk" PRIMARY KEY("group_id","resource_id")
);
--> statement-breakpoint
CREATE TABLE "placement_groups" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"relation" text NOT NULL,
	"level" text NOT NULL,
	"strength" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "placement_groups_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "placement_groups_relation" CHECK (relation in ('apart', 'together')),
	CONSTRAINT "placement_groups_level" CHECK (level in ('host', 'rack', 'room')),
	CONSTRAINT "placement_groups_strength" CHECK (strength in ('must', 'should'))
);
--> statement-breakpoint
ALTER TABLE "zones" ADD COLUMN "keeps_headroom" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "placement_salt" text;--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "placement_candidates" integer;--> statement-breakpoint
ALTER TABLE "placement_group_members" ADD CONSTRAINT "placement_group_members_organisation_id_group_id_placement_groups_organisation_id_id_fk" FOREIGN KEY ("organisation_id","group_id") REFERENCES "public"."placement_groups"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_groups" ADD CONSTRAINT "placement_groups_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_groups" ADD CONSTRAINT "placement_groups_organisation_id_project_id_projects_organisation_id_id_fk" FOREIGN KEY ("organisation_id","project_id") REFERENCES "public"."projects"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "placement_group_members_by_resource" ON "placement_group_members" USING btree ("resource_id");--> statement-breakpoint
CREATE INDEX "placement_groups_by_project" ON "placement_groups" USING btree ("organisation_id","project_id","created_at");