ALTER TABLE "instance_probes" ADD CONSTRAINT "instance_probes_by_organisation" UNIQUE("organisation_id","id");--> statement-breakpoint
ALTER TABLE "instance_probe_changes" DROP CONSTRAINT "instance_probe_changes_probe_id_instance_probes_id_fk";
--> statement-breakpoint
ALTER TABLE "instance_probe_changes" ADD CONSTRAINT "instance_probe_changes_probe" FOREIGN KEY ("organisation_id","probe_id") REFERENCES "public"."instance_probes"("organisation_id","id") ON DELETE cascade ON UPDATE no action;
