CREATE TABLE "service_credit_lines" (
	"credit_id" text NOT NULL,
	"organisation_id" text NOT NULL,
	"document_id" text NOT NULL,
	"position" integer NOT NULL,
	"cents" bigint NOT NULL,
	CONSTRAINT "service_credit_lines_credit_id_document_id_position_pk" PRIMARY KEY("credit_id","document_id","position"),
	CONSTRAINT "service_credit_lines_cents" CHECK (cents <> 0)
);
--> statement-breakpoint
CREATE TABLE "service_credits" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"assessment_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"period" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"used_cents" bigint DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"requested_by_staff_id" text,
	"decided_by_staff_id" text,
	"decided_at" timestamp with time zone,
	"decision_reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"granted_at" timestamp with time zone,
	CONSTRAINT "service_credits_assessment_id_unique" UNIQUE("assessment_id"),
	CONSTRAINT "service_credits_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "service_credits_amount" CHECK (amount_cents <> 0),
	CONSTRAINT "service_credits_used" CHECK (used_cents between least(0, amount_cents) and greatest(0, amount_cents)
        and (state = 'granted') = (used_cents = amount_cents) and (state = 'granted') = (granted_at is not null)
        and (state in ('granted', 'carried') or used_cents = 0)),
	CONSTRAINT "service_credits_decided" CHECK ((decided_at is null) = (decided_by_staff_id is null) and (state <> 'refused' or decision_reason is not null)
        and (state <> 'awaiting_confirmation' or decided_at is null)),
	CONSTRAINT "service_credits_two_people" CHECK (decided_by_staff_id is null or decided_by_staff_id is distinct from requested_by_staff_id)
);
--> statement-breakpoint
CREATE TABLE "sla_assessed_months" (
	"organisation_id" text NOT NULL,
	"period" text NOT NULL,
	"assessed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sla_assessed_months_organisation_id_period_pk" PRIMARY KEY("organisation_id","period")
);
--> statement-breakpoint
CREATE TABLE "sla_assessments" (
	"id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_kind" text NOT NULL,
	"bundle_id" text NOT NULL,
	"period" text NOT NULL,
	"revision" integer NOT NULL,
	"cause" text NOT NULL,
	"reason" text,
	"requested_by_staff_id" text,
	"contract_id" text NOT NULL,
	"objective_ppm" integer NOT NULL,
	"window_ms" bigint NOT NULL,
	"excluded_ms" bigint NOT NULL,
	"unknown_ms" bigint NOT NULL,
	"down_ms" bigint NOT NULL,
	"up_ms" bigint NOT NULL,
	"availability_ppm" integer,
	"price_cents" bigint NOT NULL,
	"credit_cents" bigint NOT NULL,
	"evidence" text NOT NULL,
	"evidence_sha256" text NOT NULL,
	"assessed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sla_assessments_by_organisation" UNIQUE("organisation_id","id"),
	CONSTRAINT "sla_assessments_period" CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
	CONSTRAINT "sla_assessments_parts" CHECK (window_ms = excluded_ms + unknown_ms + down_ms + up_ms),
	CONSTRAINT "sla_assessments_ppm" CHECK ((availability_ppm is null) = (down_ms + up_ms = 0)),
	CONSTRAINT "sla_assessments_credit" CHECK (price_cents >= 0 and credit_cents between 0 and price_cents),
	CONSTRAINT "sla_assessments_asked" CHECK ((cause = 'requested') = (reason is not null))
);
--> statement-breakpoint
CREATE TABLE "sla_contests" (
	"ticket_id" text PRIMARY KEY NOT NULL,
	"organisation_id" text NOT NULL,
	"assessment_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"period" text NOT NULL,
	"contested_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "service_credit_lines" ADD CONSTRAINT "service_credit_lines_of" FOREIGN KEY ("organisation_id","credit_id") REFERENCES "public"."service_credits"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_credit_lines" ADD CONSTRAINT "service_credit_lines_document" FOREIGN KEY ("organisation_id","document_id") REFERENCES "public"."billing_documents"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_credits" ADD CONSTRAINT "service_credits_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_credits" ADD CONSTRAINT "service_credits_requested_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("requested_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_credits" ADD CONSTRAINT "service_credits_decided_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("decided_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_credits" ADD CONSTRAINT "service_credits_assessment" FOREIGN KEY ("organisation_id","assessment_id") REFERENCES "public"."sla_assessments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_assessed_months" ADD CONSTRAINT "sla_assessed_months_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_assessments" ADD CONSTRAINT "sla_assessments_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_assessments" ADD CONSTRAINT "sla_assessments_bundle_id_bundles_id_fk" FOREIGN KEY ("bundle_id") REFERENCES "public"."bundles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_assessments" ADD CONSTRAINT "sla_assessments_requested_by_staff_id_staff_accounts_id_fk" FOREIGN KEY ("requested_by_staff_id") REFERENCES "public"."staff_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_assessments" ADD CONSTRAINT "sla_assessments_contract_id_service_contracts_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."service_contracts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_contests" ADD CONSTRAINT "sla_contests_ticket" FOREIGN KEY ("organisation_id","ticket_id") REFERENCES "public"."tickets"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sla_contests" ADD CONSTRAINT "sla_contests_assessment" FOREIGN KEY ("organisation_id","assessment_id") REFERENCES "public"."sla_assessments"("organisation_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "service_credit_lines_by_document" ON "service_credit_lines" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "service_credits_by_month" ON "service_credits" USING btree ("organisation_id","period");--> statement-breakpoint
CREATE INDEX "service_credits_open" ON "service_credits" USING btree ("organisation_id") WHERE state in ('drafted', 'carried');--> statement-breakpoint
CREATE INDEX "service_credits_waiting" ON "service_credits" USING btree ("created_at") WHERE state = 'awaiting_confirmation';--> statement-breakpoint
CREATE INDEX "sla_assessed_months_by_time" ON "sla_assessed_months" USING btree ("assessed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sla_assessments_revision" ON "sla_assessments" USING btree ("subject_id","period","revision");--> statement-breakpoint
CREATE INDEX "sla_assessments_by_month" ON "sla_assessments" USING btree ("organisation_id","period");--> statement-breakpoint
CREATE INDEX "sla_contests_by_month" ON "sla_contests" USING btree ("organisation_id","period");