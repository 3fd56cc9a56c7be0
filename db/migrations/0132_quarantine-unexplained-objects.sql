CREATE TABLE "quarantined_objects" (
	"id" text PRIMARY KEY NOT NULL,
	"zone_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"tagged_organisation_id" text,
	"details" jsonb NOT NULL,
	"state" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"proposed_by_staff_id" text,
	"proposed_at" timestamp with time zone,
	"before_term" boolean DEFAULT false NOT NULL,
	"decided_by_staff_id" text,
	"decided_at" timestamp with time zone,
	"delete_from" timestamp with time zone,
	"note" text
);
--> statement-breakpoint
ALTER TABLE "quarantined_objects" ADD CONSTRAINT "quarantined_objects_zone_id_zones_id_fk" FOREIGN KEY ("zone_id") REFERENCES "public"."zones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantined_objects" ADD CONSTRAINT "quarantined_objects_proposed_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("proposed_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantined_objects" ADD CONSTRAINT "quarantined_objects_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "quarantined_objects_subject" ON "quarantined_objects" USING btree ("zone_id","kind","subject");--> statement-breakpoint
CREATE INDEX "quarantined_objects_recent" ON "quarantined_objects" USING btree ("state","seen_at");--> statement-breakpoint
-- Two different people, and a term: a deletion that lacks either cannot be written down, whoever tries.
ALTER TABLE "quarantined_objects" ADD CONSTRAINT "quarantined_objects_two_people" CHECK (
  state in ('kept', 'proposed', 'confirmed', 'adopted', 'deleted', 'gone')
  and (state not in ('proposed', 'confirmed') or (proposed_by_staff_id is not null and proposed_at is not null))
  and (state <> 'confirmed' or (decided_by_staff_id is not null and decided_at is not null
    and decided_by_staff_id <> proposed_by_staff_id and delete_from is not null)));
--> statement-breakpoint
-- Workers note what they see and what became of it; whether something is deleted is the operator's decision alone.
create or replace function app.guard_quarantine() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.state in ('proposed', 'confirmed', 'adopted') and new.state is distinct from old.state then
    raise exception 'only the operator decides on quarantined objects' using errcode = '42501';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger quarantined_objects_guard before insert or update on quarantined_objects for each row
  when (current_user = 'andromede_worker') execute function app.guard_quarantine();
--> statement-breakpoint
grant select on quarantined_objects to andromede_operator, andromede_worker;
--> statement-breakpoint
grant update (state, proposed_by_staff_id, proposed_at, before_term, decided_by_staff_id, decided_at, delete_from, note) on quarantined_objects to andromede_operator;
--> statement-breakpoint
grant insert, update on quarantined_objects to andromede_worker;
