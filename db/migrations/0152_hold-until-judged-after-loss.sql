-- What could not be judged when its zone was first compared after rows were lost (it was busy, or its host was silent): its
-- differences are still held at the first comparison that judges it.
CREATE TABLE "unjudged_subjects" (
	"zone_id" text NOT NULL,
	"subject" text NOT NULL,
	CONSTRAINT "unjudged_subjects_zone_id_subject_pk" PRIMARY KEY("zone_id","subject")
);
--> statement-breakpoint
ALTER TABLE "unjudged_subjects" ADD CONSTRAINT "unjudged_subjects_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
grant select, insert, delete on unjudged_subjects to andromede_worker;
