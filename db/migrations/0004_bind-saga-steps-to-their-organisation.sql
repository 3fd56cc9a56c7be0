ALTER TABLE "sagas" ADD CONSTRAINT "sagas_by_organisation" UNIQUE("organisation_id","id");
--> statement-breakpoint
ALTER TABLE "saga_steps" DROP CONSTRAINT "saga_steps_saga_id_sagas_id_fk";
--> statement-breakpoint
ALTER TABLE "saga_steps" DROP CONSTRAINT "saga_steps_organisation_id_organisations_id_fk";
--> statement-breakpoint
ALTER TABLE "saga_steps" ADD CONSTRAINT "saga_steps_organisation_id_saga_id_sagas_organisation_id_id_fk" FOREIGN KEY ("organisation_id","saga_id") REFERENCES "public"."sagas"("organisation_id","id") ON DELETE no action ON UPDATE no action;
